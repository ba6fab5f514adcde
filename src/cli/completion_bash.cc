#include "cat4/base/text.h"

#include "cli/completion.h"

namespace cat4 {
namespace {

constexpr Example kExamples[] = {{"cat4 completion bash > ~/.local/share/bash-completion/completions/cat4",
                                  "where the installed file is not found"}};

// What finds the command in the words, and offers. Words that a repository may have chosen are never handed
// to anything that would expand them.
constexpr std::string_view kFunctions = R"bash(
_cat4_offer() {  # words, or @kind
  local word
  case $1 in
    '' | @text) return ;;
    @file) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
    @directory) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return ;;
    @*) mapfile -t COMPREPLY < <(cat4 "${directory[@]}" completion ids "${1#@}" -- "$cur" 2>/dev/null); return ;;
  esac
  for word in $1; do
    [[ $word == "$cur"* ]] && COMPREPLY+=("$word")
  done
}

_cat4() {
  local cur=${COMP_WORDS[COMP_CWORD]} first='' command='' waiting='' ended='' word values options seconds
  local -a directory=() arguments=()
  local -i i given=0
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ $waiting ]]; then
      [[ $word == = ]] && continue
      [[ $waiting == -C || $waiting == --directory ]] && directory=(-C "${word/#\~\//$HOME/}")
      waiting=''
    elif [[ $ended ]]; then
      given+=1
    elif [[ $word == -- ]]; then
      ended=1
    elif [[ $word == -* ]]; then
      _cat4_option "$command" "$word" && waiting=$word
    elif [[ $command ]]; then
      given+=1
    elif [[ $first ]]; then
      command="$first $word"
    elif _cat4_group "$word"; then
      first=$word
    else
      command=$word
    fi
  done
  [[ $cur == = ]] && cur=''
  if [[ $waiting ]]; then
    _cat4_option "$command" "$waiting"
    _cat4_offer "$values"
  elif [[ -z $command && $cur == -* ]]; then
    _cat4_offer "$_cat4_globals"
  elif [[ $first && -z $command ]]; then
    _cat4_group "$first"
    _cat4_offer "$seconds"
  elif [[ -z $command ]]; then
    _cat4_offer "$_cat4_commands"
  elif _cat4_command "$command"; then
    if [[ $cur == -* && -z $ended ]]; then
      _cat4_offer "$options"
    else
      ((given >= ${#arguments[@]})) && given=${#arguments[@]}-1
      ((given >= 0)) && _cat4_offer "${arguments[given]}"
    fi
  fi
}
complete -F _cat4 cat4
)bash";

std::string Values(ValueKind kind) {
  if (kind == ValueKind::kFile) return "@file";
  if (kind == ValueKind::kDirectory) return "@directory";
  return kind == ValueKind::kText ? "@text" : fmt::format("@{}", IdsOf(kind));
}

std::string Values(const OptionSpec& option) {
  return option.choices.empty() ? Values(option.kind) : Join(option.choices, " ");
}

std::string NamesOf(const std::vector<const OptionSpec*>& options) {
  std::string names;
  for (const OptionSpec* option : options) {
    if (!option->letter.empty()) names += fmt::format("{} ", option->letter);
    names += fmt::format("{} ", option->name);
  }
  return names + "-h --help";
}

std::string Pattern(std::string_view command, const OptionSpec& option) {
  const std::string before = command.empty() ? "*" : BashQuoted(command);
  std::string pattern = fmt::format("{}' {}'", before, option.name);
  if (!option.letter.empty()) pattern += fmt::format(" | {}' {}'", before, option.letter);
  return pattern;
}

std::string Globals() {
  std::vector<const OptionSpec*> options;
  for (const OptionSpec& option : GlobalOptions()) options.push_back(&option);
  return fmt::format("_cat4_globals='{} --version'\n", NamesOf(options));
}

std::string Groups() {
  std::string first, cases;
  for (const CommandGroup& group : CommandGroups()) {
    first += fmt::format("{}{}", first.empty() ? "" : " ", group.word);
    if (group.single()) continue;
    std::string seconds;
    for (const Command* command : group.commands)
      seconds += fmt::format("{}{}", seconds.empty() ? "" : " ", SecondWord(*command));
    cases += fmt::format("    {}) seconds='{}' ;;\n", group.word, seconds);
  }
  return fmt::format(
      "_cat4_commands='{}'\n\n_cat4_group() {{\n  case $1 in\n{}    *) return 1 ;;\n  esac\n}}\n", first,
      cases);
}

std::string Commands() {
  std::string cases;
  for (const Command* command : AllCommands()) {
    std::string arguments;
    for (const ArgumentSpec& argument : command->arguments)
      arguments += fmt::format("{}{}", arguments.empty() ? "" : " ", Values(argument.kind));
    // Behind the last argument there is nothing to offer, unless it takes several.
    if (!command->arguments.empty() && command->arguments.back().max == 1) arguments += " @text";
    cases += fmt::format("    {}) options='{}' arguments=({}) ;;\n", BashQuoted(command->name),
                         NamesOf(OptionsOf(*command)), arguments);
  }
  return fmt::format("\n_cat4_command() {{\n  case $1 in\n{}    *) return 1 ;;\n  esac\n}}\n", cases);
}

// Fails for options that take no value.
std::string Options() {
  std::string cases;
  for (const Command* command : AllCommands()) {
    for (const OptionSpec& option : command->options) {
      if (option.value.empty()) continue;
      cases += fmt::format("    {}) values='{}' ;;\n", Pattern(command->name, option), Values(option));
    }
  }
  for (const OptionSpec& option : GlobalOptions()) {
    if (!option.value.empty())
      cases += fmt::format("    {}) values='{}' ;;\n", Pattern("", option), Values(option));
  }
  return fmt::format("\n_cat4_option() {{\n  case \"$1 $2\" in\n{}    *) return 1 ;;\n  esac\n}}\n", cases);
}

Result<int> Run(const Invocation&, Environment& environment) {
  environment.out.Write("# Made by 'cat4 completion bash'; do not edit.\n" + Globals() + Groups() +
                        Commands() + Options() + std::string(kFunctions));
  return 0;
}

}  // namespace

extern const Command kCompletionBashCommand;
const Command kCompletionBashCommand{.name = "completion bash",
                                     .summary = "print the completion for bash",
                                     .description =
                                         "Prints the script by which bash completes commands, options and "
                                         "their values, and the ids of the tree "
                                         "that\none stands in. Installing cat4 puts it where bash looks.",
                                     .arguments = {},
                                     .options = {},
                                     .examples = kExamples,
                                     .run = &Run};

}  // namespace cat4
