// The only file that includes CLI11.
//
// The words of the command are found first, so that each command has a parser of its own: with nested parsers
// an argument that equals a command's name would become a second command.
#include "cli/parser.h"

#include <algorithm>
#include <deque>

#include <CLI/CLI.hpp>

#include "cat4/base/text.h"

namespace cat4 {
namespace {

const OptionSpec kHelp{.name = "--help", .letter = "-h", .value = "", .about = "show help and examples"};

// A CLI11 parser that knows one set of options and leaves everything else to us.
class OptionParser {
 public:
  OptionParser() {
    app_.set_help_flag("");
    app_.allow_extras();
  }

  void Add(const OptionSpec& spec) {
    const std::string names =
        spec.letter.empty() ? std::string(spec.name) : fmt::format("{},{}", spec.letter, spec.name);
    Slot& slot = slots_.emplace_back();
    slot.spec = &spec;
    if (spec.value.empty()) {
      slot.option = app_.add_flag(names);
    } else {
      slot.option = app_.add_option(names, slot.values)->type_size(1)->allow_extra_args(false);
      slot.option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    }
  }

  void StopAtFirstArgument() { app_.prefix_command(); }

  // What is left over: arguments, and options nobody knows.
  Result<std::vector<std::string>> Parse(std::span<const std::string> arguments, Invocation& out) {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    try {
      app_.parse(reversed);
    } catch (const CLI::ParseError& error) {
      return FailUsage("{}", ToLowerAscii(std::string_view(error.what()).substr(0, 1)) +
                                 std::string(error.what()).substr(1));
    }
    for (const Slot& slot : slots_) {
      if (slot.spec->value.empty() && slot.option->count() > 0) out.options.emplace_back(slot.spec->name, "");
      for (const std::string& value : slot.values) out.options.emplace_back(slot.spec->name, value);
    }
    return app_.remaining();
  }

 private:
  struct Slot {
    const OptionSpec* spec = nullptr;
    CLI::Option* option = nullptr;
    std::vector<std::string> values;
  };
  CLI::App app_;
  std::deque<Slot> slots_;
};

std::string DidYouMean(std::string_view word, std::span<const std::string_view> known) {
  const std::string_view nearest = NearestWord(word, known);
  return nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest);
}

// "report", which is only the first word of commands.
bool IsGroup(std::string_view word) {
  return std::ranges::any_of(AllCommands(), [&](const Command* command) {
    return command->name.starts_with(word) && command->name.substr(word.size()).starts_with(' ');
  });
}

// The command whose words stand at the front of `words`, which it takes off.
Result<const Command*> TakeCommand(std::vector<std::string>& words) {
  std::vector<std::string_view> known, second;
  for (const Command* command : AllCommands()) {
    const std::vector<std::string_view> name = Split(command->name, ' ');
    known.push_back(name.front());
    if (name.front() != words.front()) continue;
    if (name.size() == 1) {
      words.erase(words.begin());
      return command;
    }
    second.push_back(name[1]);
    if (words.size() < 2 || words[1] != name[1]) continue;
    words.erase(words.begin(), words.begin() + 2);
    return command;
  }
  const std::string first = Printable(words.front());
  if (second.empty())
    return FailUsage("unknown command '{}'{}; 'cat4 --help' lists them", first, DidYouMean(first, known));
  if (words.size() < 2) return FailUsage("'{}' needs one of: {}", first, Join(second, ", "));
  return FailUsage("unknown command '{} {}'{}; known: {}", first, Printable(words[1]),
                   DidYouMean(words[1], second), Join(second, ", "));
}

Result<void> CheckChoices(std::span<const OptionSpec> specs, const Invocation& invocation) {
  for (const OptionSpec& spec : specs) {
    const std::vector<std::string> values = invocation.Values(spec.name);
    if (values.size() > 1 && !spec.repeatable && !spec.value.empty()) {
      return FailUsage("option '{}' is given {} times; wanted once", spec.name, values.size());
    }
    for (const std::string& value : values) {
      if (spec.value.empty()) continue;
      // As a script has it whose variable is not set: taken for "not given", it would do something else.
      if (value.empty() && !spec.may_be_empty)
        return FailUsage("the value of '{}' is empty; wanted {}", spec.name, spec.value);
      if (spec.choices.empty()) continue;
      if (std::ranges::find(spec.choices, value) != spec.choices.end()) continue;
      return FailUsage("'{}' is no value of '{}'; wanted one of {}", Printable(value), spec.name,
                       Join(spec.choices, ", "));
    }
  }
  return {};
}

Result<void> CheckLeftOver(const Command& command, Invocation& invocation, std::vector<std::string> rest) {
  const auto dashes = std::ranges::find(rest, "--");
  std::vector<std::string_view> known;
  for (const OptionSpec& spec : command.options) known.push_back(spec.name);
  for (const OptionSpec& spec : GlobalOptions()) known.push_back(spec.name);
  for (auto word = rest.begin(); word != dashes; ++word) {
    if (word->size() < 2 || word->front() != '-') continue;
    const std::string name = word->substr(0, word->find('='));
    return FailUsage("unknown option '{}'{}", Printable(name), DidYouMean(name, known));
  }
  if (dashes != rest.end()) rest.erase(dashes);
  std::size_t min = 0, max = 0;
  for (const ArgumentSpec& argument : command.arguments) {
    if (rest.size() < min + argument.min)
      return FailUsage("{} is missing: {}", argument.name, UsageOf(command));
    min += argument.min;
    max += argument.max;
  }
  if (rest.size() > max)
    return FailUsage("unexpected argument '{}': {}", Printable(rest[max]), UsageOf(command));
  invocation.arguments = std::move(rest);
  return {};
}

Result<void> CheckRequired(const Command& command, const Invocation& invocation) {
  for (const OptionSpec& option : command.options) {
    if (option.required && !invocation.Has(option.name))
      return FailUsage("{} {} is missing: {}", option.name, option.value, UsageOf(command));
  }
  return {};
}

}  // namespace

Result<ParsedLine> ParseCommandLine(std::span<const std::string> arguments) {
  const OptionSpec version{.name = "--version", .letter = "", .value = "", .about = ""};
  ParsedLine line;
  OptionParser program;
  for (const OptionSpec& spec : GlobalOptions()) program.Add(spec);
  program.Add(kHelp);
  program.Add(version);
  program.StopAtFirstArgument();
  Result<std::vector<std::string>> rest = program.Parse(arguments, line.invocation);
  if (!rest) return tl::unexpected(rest.error());
  line.version = line.invocation.Has("--version");
  line.help = line.invocation.Has("--help");
  if (line.version || (rest->empty() && line.help)) return line;
  if (rest->empty()) return FailUsage("a command is missing; 'cat4 --help' lists them");
  if (rest->front().starts_with('-'))
    return FailUsage("unknown option '{}' before the command", Printable(rest->front()));

  const bool group_help = rest->size() > 1 && ((*rest)[1] == "--help" || (*rest)[1] == "-h");
  if (group_help && IsGroup(rest->front())) {
    line.help = true;
    line.group = rest->front();
    return line;
  }
  const Result<const Command*> command = TakeCommand(*rest);
  if (!command) return tl::unexpected(command.error());
  line.command = *command;
  OptionParser parser;
  for (const OptionSpec& spec : GlobalOptions()) parser.Add(spec);
  for (const OptionSpec& spec : line.command->options) parser.Add(spec);
  parser.Add(kHelp);
  Result<std::vector<std::string>> left = parser.Parse(*rest, line.invocation);
  if (!left) return tl::unexpected(left.error());
  line.help = line.invocation.Has("--help");
  if (line.help) return line;
  if (line.invocation.Has(kRevisionOption) && !line.command->takes_revision)
    return FailUsage("'{}' works on the files here and takes no {}", line.command->name, kRevisionOption);
  for (const std::span<const OptionSpec> specs : {GlobalOptions(), line.command->options}) {
    if (const Result<void> fine = CheckChoices(specs, line.invocation); !fine)
      return tl::unexpected(fine.error());
  }
  Result<void> fine = CheckLeftOver(*line.command, line.invocation, std::move(*left));
  if (fine) fine = CheckRequired(*line.command, line.invocation);
  if (!fine) return tl::unexpected(fine.error());
  return line;
}

}  // namespace cat4
