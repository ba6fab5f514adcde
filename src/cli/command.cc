#include "cli/command.h"

#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/report/failure_json.h"

#include "cli/parser.h"
#include "cli/version.h"

namespace cat4 {

// The table of commands: one line each.
#define CAT4_COMMANDS(X) \
  X(Init)                \
  X(NewPortfolio)        \
  X(NewProgram)          \
  X(NewProject)          \
  X(NewPackage)          \
  X(NewMeasure)          \
  X(NewPerson)           \
  X(NewCommittee)        \
  X(ImportCsv)           \
  X(Check)               \
  X(Explain)             \
  X(Rules)               \
  X(ReportStatus)        \
  X(ReportVerify)        \
  X(Tree)                \
  X(Show)                \
  X(List)                \
  X(Log)                 \
  X(Diff)                \
  X(ExplainTotal)        \
  X(Policy)              \
  X(Set)                 \
  X(Inbox)               \
  X(GateStatus)          \
  X(GateTerms)           \
  X(GateSubmit)          \
  X(GateApprove)         \
  X(GateAdvance)         \
  X(GateReject)          \
  X(GateHold)            \
  X(GateResume)          \
  X(GateCancel)          \
  X(GateReinstate)       \
  X(GateReturn)          \
  X(GateReopen)          \
  X(GateAmend)           \
  X(GateAdopt)           \
  X(Confirm)             \
  X(Whoami)              \
  X(Audit)               \
  X(DecisionExport)      \
  X(DecisionEndorse)     \
  X(RegistryStatus)      \
  X(RegistryRatify)      \
  X(RegistryDigest)      \
  X(KeyAdd)              \
  X(KeyRetire)           \
  X(KeyCompromise)       \
  X(HookInstall)         \
  X(HookPreCommit)       \
  X(HookPrePush)         \
  X(HookPreReceive)      \
  X(Schema)              \
  X(CompletionBash)      \
  X(CompletionZsh)       \
  X(CompletionFish)      \
  X(CompletionIds)

#define CAT4_DECLARE(name) extern const Command k##name##Command;
CAT4_COMMANDS(CAT4_DECLARE)
#undef CAT4_DECLARE

namespace {

const Command* const kCommands[] = {
#define CAT4_POINTER(name) &k##name##Command,
    CAT4_COMMANDS(CAT4_POINTER)
#undef CAT4_POINTER
};

constexpr std::string_view kColors[] = {"auto", "always", "never"};
constexpr OptionSpec kGlobalOptions[] = {
    {.name = "--directory",
     .letter = "-C",
     .value = "DIR",
     .about = "run as if started in DIR",
     .kind = ValueKind::kDirectory},
    {.name = kRevisionOption,
     .letter = "",
     .value = "REV",
     .about = "read this revision from git instead of the files here; for commands that only read",
     .kind = ValueKind::kRevision},
    {.name = "--as-of",
     .letter = "",
     .value = "DATE",
     .about = "judge and report as of this day (default: today)"},
    {.name = "--color",
     .letter = "",
     .value = "WHEN",
     .about = "colours and source lines: auto, always or never",
     .choices = kColors},
    {.name = "--quiet", .letter = "-q", .value = "", .about = "no summary on standard error"},
};

std::string OptionLine(const OptionSpec& option) {
  const std::string names = option.letter.empty() ? fmt::format("    {}", option.name)
                                                  : fmt::format("{}, {}", option.letter, option.name);
  return names + (option.value.empty() ? "" : fmt::format(" {}", option.value));
}

std::string Section(std::string_view title, const std::vector<std::pair<std::string, std::string>>& rows) {
  std::size_t width = 0;
  for (const auto& [left, right] : rows) width = std::max(width, DisplayWidth(left));
  std::string text = fmt::format("\n{}:\n", title);
  for (const auto& [left, right] : rows) text += fmt::format("  {}  {}\n", PadRight(left, width), right);
  return text;
}

// One document on stdout even on failure, if a document was asked for.
bool WantsJson(std::span<const std::string> arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--format=json") return true;
    if (arguments[i] == "--format" && i + 1 < arguments.size() && arguments[i + 1] == "json") return true;
  }
  return false;
}

int Fail(const Failure& failure, std::span<const std::string> arguments, Environment& environment) {
  environment.err.Write(fmt::format("cat4: {}\n", failure.message));
  if (failure.kind == FailureKind::kUsage) return 2;
  if (failure.kind == FailureKind::kRefused) return 1;
  if (WantsJson(arguments)) environment.out.Write(FailureJson(failure));
  return 3;
}

}  // namespace

std::span<const Command* const> AllCommands() { return kCommands; }
std::span<const OptionSpec> GlobalOptions() { return kGlobalOptions; }

bool Invocation::Has(std::string_view name) const {
  return std::ranges::any_of(options, [&](const auto& option) { return option.first == name; });
}

std::optional<std::string> Invocation::Value(std::string_view name) const {
  const std::vector<std::string> values = Values(name);
  return values.empty() ? std::nullopt : std::optional(values.back());
}

std::vector<std::string> Invocation::Values(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [option, value] : options) {
    if (option == name) values.push_back(value);
  }
  return values;
}

std::string UsageOf(const Command& command) {
  std::string usage = fmt::format("cat4 {}", command.name);
  for (const ArgumentSpec& argument : command.arguments) {
    const std::string many =
        argument.max > 1 ? fmt::format("{}…", argument.name) : std::string(argument.name);
    usage += argument.min == 0 ? fmt::format(" [{}]", many) : fmt::format(" {}", many);
  }
  for (const OptionSpec& option : command.options) {
    if (!option.required) continue;
    usage += fmt::format(" {} {}{}", option.letter.empty() ? option.name : option.letter, option.value,
                         option.repeatable ? "…" : "");
  }
  return usage + " [options]";
}

std::string HelpOf(const Command& command) {
  std::string help =
      fmt::format("{}\n\n  {}\n\n{}\n", command.summary, UsageOf(command), command.description);
  std::vector<std::pair<std::string, std::string>> arguments, options, global, examples;
  for (const ArgumentSpec& argument : command.arguments)
    arguments.emplace_back(argument.name, argument.about);
  for (const OptionSpec& option : command.options) options.emplace_back(OptionLine(option), option.about);
  for (const OptionSpec& option : GlobalOptions()) {
    if (option.name == kRevisionOption && !command.takes_revision) continue;
    global.emplace_back(OptionLine(option), option.about);
  }
  global.emplace_back("-h, --help", "show help and examples");
  if (!arguments.empty()) help += Section("arguments", arguments);
  if (!options.empty()) help += Section("options", options);
  help += Section("global options", global);
  for (const Example& example : command.examples) examples.emplace_back(example.line, example.about);
  return help + Section("examples", examples);
}

std::string HelpOfGroup(std::string_view group) {
  std::vector<std::pair<std::string, std::string>> commands;
  for (const Command* command : AllCommands()) {
    if (command->name.starts_with(fmt::format("{} ", group)))
      commands.emplace_back(command->name, command->summary);
  }
  return fmt::format("  cat4 {} COMMAND [arguments] [options]\n", group) + Section("commands", commands) +
         fmt::format("\n'cat4 {} COMMAND --help' shows that of a command, with examples\n", group);
}

std::string HelpOfProgram() {
  std::string help =
      "cat4: strategy execution as a governed tree of YAML files\n\n  cat4 COMMAND [arguments] [options]\n";
  std::vector<std::pair<std::string, std::string>> commands, global;
  for (const Command* command : AllCommands()) commands.emplace_back(command->name, command->summary);
  for (const OptionSpec& option : GlobalOptions()) global.emplace_back(OptionLine(option), option.about);
  global.emplace_back("    --version", "print the version");
  global.emplace_back("-h, --help",
                      "show help; 'cat4 COMMAND --help' shows that of a command, with examples");
  help += Section("commands", commands) + Section("global options", global);
  return help + "\nexit codes: 0 clean or done, 1 findings or refused, 2 wrong usage, 3 could not do it\n";
}

int RunCommandLine(std::span<const std::string> arguments, Environment& environment) {
  const Result<ParsedLine> line = ParseCommandLine(arguments);
  if (!line) return Fail(line.error(), arguments, environment);
  if (line->version) {
    environment.out.Write(fmt::format("cat4 {}\n", kVersion));
    return 0;
  }
  if (line->help) {
    environment.out.Write(line->command         ? HelpOf(*line->command)
                          : line->group.empty() ? HelpOfProgram()
                                                : HelpOfGroup(line->group));
    return 0;
  }
  const Result<int> exit_code = line->command->run(line->invocation, environment);
  return exit_code ? *exit_code : Fail(exit_code.error(), arguments, environment);
}

}  // namespace cat4
