#include <algorithm>
#include <set>

#include "cat4/base/text.h"

#include "cli/completion.h"

namespace cat4 {
namespace {

constexpr Example kExamples[] = {
    {"cat4 completion fish | source", "in config.fish, where the installed file is not found"}};

constexpr std::string_view kFunctions = R"fish(
# The words that are neither options nor their values, up to the one that is completed.
function __cat4_plain
    set -l waiting 0
    for token in (commandline -opc)[2..-1]
        if test $waiting = 1
            set waiting 0
        else if contains -- $token $__cat4_valued
            set waiting 1
        else if not string match -q -- '-*' $token
            printf '%s\n' $token
        end
    end
end

function __cat4_first
    test (count (__cat4_plain)) -eq 0
end

function __cat4_second
    set -l plain (__cat4_plain)
    test (count $plain) -eq 1; and test $plain[1] = $argv[1]
end

function __cat4_on
    set -l plain (__cat4_plain)
    test (count $plain) -ge (count $argv); or return
    set -l front $plain[1..(count $argv)]
    test "$front" = "$argv"
end

# Whether so many arguments stand behind the command, at the least and at the most.
function __cat4_given
    __cat4_on $argv[3..-1]; or return
    set -l given (math (count (__cat4_plain)) - (count $argv[3..-1]))
    test $given -ge $argv[1]; and test $given -le $argv[2]
end

function __cat4_ids
    set -l directory
    set -l tokens (commandline -opc)
    for i in (seq (count $tokens))
        switch $tokens[$i]
            case -C --directory
                set directory -C (string replace -r '^~/' "$HOME/" -- $tokens[(math $i + 1)])
            case '--directory=*'
                set directory -C (string replace -- '--directory=' '' $tokens[$i])
        end
    end
    cat4 $directory completion ids $argv[1] 2>/dev/null
end

complete -c cat4 -f
)fish";

std::string Value(ValueKind kind, std::span<const std::string_view> choices) {
  if (!choices.empty()) return fmt::format(" -x -a {}", FishQuoted(Join(choices, " ")));
  if (kind == ValueKind::kFile) return " -r -F";
  if (kind == ValueKind::kDirectory) return " -x -a '(__fish_complete_directories)'";
  if (kind == ValueKind::kText) return " -x";
  return fmt::format(" -x -a '(__cat4_ids {})'", IdsOf(kind));
}

std::string OptionLine(std::string_view condition, const OptionSpec& option) {
  std::string line = "complete -c cat4";
  if (!condition.empty()) line += fmt::format(" -n {}", FishQuoted(condition));
  if (!option.letter.empty()) line += fmt::format(" -s {}", option.letter.substr(1));
  line += fmt::format(" -l {}", option.name.substr(2));
  if (!option.value.empty()) line += Value(option.kind, option.choices);
  return line + fmt::format(" -d {}\n", FishQuoted(option.about));
}

std::string WordLine(std::string_view condition, std::string_view word, std::string_view about) {
  return fmt::format("complete -c cat4 -n {} -a {} -d {}\n", FishQuoted(condition), word, FishQuoted(about));
}

std::string ArgumentLines(const Command& command) {
  std::string lines;
  for (std::size_t i = 0; i < command.arguments.size(); ++i) {
    const ArgumentSpec& argument = command.arguments[i];
    if (argument.kind == ValueKind::kText) continue;
    const std::string condition = fmt::format("__cat4_given {} {} {}", i, i + argument.max - 1, command.name);
    std::string values;
    if (argument.kind == ValueKind::kFile) {
      values = " -F";
    } else if (argument.kind == ValueKind::kDirectory) {
      values = " -a '(__fish_complete_directories)'";
    } else {
      values = fmt::format(" -a '(__cat4_ids {})'", IdsOf(argument.kind));
    }
    lines += fmt::format("complete -c cat4 -n {}{}\n", FishQuoted(condition), values);
  }
  return lines;
}

// By which the words of a line are told from values: no option takes one here and none there.
std::string ValuedOptions() {
  std::set<std::string_view> names;
  const auto add = [&](const OptionSpec& option) {
    if (option.value.empty()) return;
    names.insert(option.name);
    if (!option.letter.empty()) names.insert(option.letter);
  };
  std::ranges::for_each(GlobalOptions(), add);
  for (const Command* command : AllCommands()) std::ranges::for_each(command->options, add);
  return fmt::format("set -g __cat4_valued {}\n", fmt::join(names, " "));
}

std::string Globals() {
  std::string lines;
  for (const OptionSpec& option : GlobalOptions()) {
    if (option.name != kRevisionOption) lines += OptionLine("", option);
  }
  lines += "complete -c cat4 -s h -l help -d 'show help and examples'\n";
  return lines + "complete -c cat4 -n __cat4_first -l version -d 'print the version'\n";
}

std::string Groups() {
  std::string lines;
  for (const CommandGroup& group : CommandGroups()) {
    if (group.single()) {
      lines += WordLine("__cat4_first", group.word, group.commands.front()->summary);
      continue;
    }
    lines += WordLine("__cat4_first", group.word, fmt::format("{} commands", group.commands.size()));
    for (const Command* command : group.commands)
      lines += WordLine(fmt::format("__cat4_second {}", group.word), SecondWord(*command), command->summary);
  }
  return lines;
}

std::string CommandLines(const Command& command) {
  const std::string condition = fmt::format("__cat4_on {}", command.name);
  std::string lines;
  for (const OptionSpec& option : command.options) lines += OptionLine(condition, option);
  for (const OptionSpec& option : GlobalOptions()) {
    if (option.name == kRevisionOption && command.takes_revision) lines += OptionLine(condition, option);
  }
  return lines + ArgumentLines(command);
}

Result<int> Run(const Invocation&, Environment& environment) {
  std::string text = "# Made by 'cat4 completion fish'; do not edit.\n" + ValuedOptions() +
                     std::string(kFunctions) + Globals() + Groups();
  for (const Command* command : AllCommands()) text += CommandLines(*command);
  environment.out.Write(text);
  return 0;
}

}  // namespace

extern const Command kCompletionFishCommand;
const Command kCompletionFishCommand{.name = "completion fish",
                                     .summary = "print the completion for fish",
                                     .description =
                                         "Prints the script by which fish completes commands, options and "
                                         "their values, and the ids of the tree "
                                         "that\none stands in. Installing cat4 puts it where fish looks.",
                                     .arguments = {},
                                     .options = {},
                                     .examples = kExamples,
                                     .run = &Run};

}  // namespace cat4
