// What a subcommand is: data that the parser, the help and the man page follow from, and one function.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cat4/base/result.h"

#include "cli/environment.h"

namespace cat4 {

// What a value names, for shells that complete it.
enum class ValueKind {
  kText,  // nothing that could be listed
  kFile,
  kDirectory,
  kMeasure,
  kContainer,  // by its id or its path
  kNode,       // a container or a measure
  kPerson,
  kCommittee,
  kRule,
  kStage,
  kRevision
};

struct OptionSpec {
  std::string_view name;                           // "--as-of"
  std::string_view letter;                         // "-C", or empty
  std::string_view value;                          // what its value is called, "DATE"; empty for a flag
  std::string_view about;                          // lower case, no final stop
  std::span<const std::string_view> choices = {};  // the values it takes; empty: any
  bool repeatable = false;
  bool required = false;
  ValueKind kind = ValueKind::kText;
  bool may_be_empty = false;  // an empty value takes back what was there
};

struct ArgumentSpec {
  std::string_view name;  // "PATH"
  std::string_view about;
  std::size_t min = 0;
  std::size_t max = 0;
  ValueKind kind = ValueKind::kText;
};

struct Example {
  std::string_view line;  // without the prompt
  std::string_view about;
};

// A parsed command line.
class Invocation {
 public:
  std::vector<std::string> arguments;
  std::vector<std::pair<std::string_view, std::string>> options;  // by option name, in order; flags with ""

  bool Has(std::string_view name) const;
  std::optional<std::string> Value(std::string_view name) const;  // the last one given
  std::vector<std::string> Values(std::string_view name) const;
};

// Exit codes: 0 clean or done, 1 findings or a refused move. Wrong usage (2) and what could not be done (3)
// are failures.
struct Command {
  std::string_view name;  // "check", "report status"
  std::string_view summary;
  std::string_view description;
  std::span<const ArgumentSpec> arguments;  // in order; only the last may take several
  std::span<const OptionSpec> options;      // besides the global ones
  std::span<const Example> examples;
  Result<int> (*run)(const Invocation& invocation, Environment& environment);
  bool takes_revision = false;  // --rev: it only reads the tree, and can read it from git
  bool pages = false;           // what it prints is read from top to bottom: a terminal shows it page by page
};

std::span<const Command* const> AllCommands();
// Every command takes them, but for --rev.
std::span<const OptionSpec> GlobalOptions();
inline constexpr std::string_view kRevisionOption = "--rev";

// "cat4 check [PATH…] [options]"; options that are required are shown with their values
std::string UsageOf(const Command& command);
std::string HelpOf(const Command& command);
std::string HelpOfProgram();

// Parses and runs; returns the exit code.
int RunCommandLine(std::span<const std::string> arguments, Environment& environment);

}  // namespace cat4
