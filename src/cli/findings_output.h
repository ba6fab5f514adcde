// Where a command's findings go: the formats that were asked for, each on standard output or into a file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cat4/report/findings.h"

#include "cli/command.h"
#include "cli/opened_tree.h"

namespace cat4 {

inline constexpr OptionSpec kFindingsFormatOption{
    .name = "--format",
    .letter = "",
    .value = "F[=FILE]",
    .about =
        "text (default), json, sarif, github, gitlab or junit, on standard output or into FILE; may be "
        "given several times",
    .repeatable = true};

// Without findings yet; an error fails it.
FindingsReport EmptyReport(std::string_view command, Date as_of);

class FindingsOutput {
 public:
  // Text on standard output if nothing else is asked for. A run of GitHub's that asks for its format gets the
  // summary of the run's page too.
  static Result<FindingsOutput> Of(const Invocation& invocation, const Environment& environment);

  // Fails if a file to write belongs to the tree.
  Result<void> CheckOutside(const std::string& start, const std::string& root) const;

  Result<void> Write(const FindingsReport& report, const Invocation& invocation, const std::string& start,
                     Environment& environment) const;

  // The failure that left nothing to judge, in every format that has a document for it: who reads them must
  // not take an old one, or none, for a clean one. JSON on standard output is left to who prints failures.
  void WriteFailure(const FindingsReport& report, const Invocation& invocation, const std::string& start,
                    Environment& environment) const;

 private:
  struct Format {
    const FindingsFormat* writer = nullptr;
    std::optional<std::string> file;
  };

  static Result<Format> Parse(const std::string& value);
  Result<void> Add(Format format);

  std::vector<Format> formats_;
  std::optional<std::string> summary_;
};

// Where the tree lies in its repository; of a revision git has said it.
std::string PrefixOf(const OpenedTree& tree);

}  // namespace cat4
