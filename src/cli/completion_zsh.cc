#include "cat4/base/text.h"

#include "cli/completion.h"

namespace cat4 {
namespace {

constexpr Example kExamples[] = {{"cat4 completion zsh > ~/.zfunc/_cat4",
                                  "where ~/.zfunc is in fpath; the installed file is found without"}};

constexpr std::string_view kHead = R"zsh(#compdef cat4
# Made by 'cat4 completion zsh'; do not edit.

_cat4_ids() {  # what _arguments hands on to compadd, then the kind
  local -a ids
  ids=(${(f)"$(cat4 $cat4_directory completion ids $argv[-1] 2>/dev/null)"})
  compadd "${(@)argv[1,-2]}" -a ids
}
)zsh";

// The directory is looked for in all words, because a command's own specification sees only its own.
constexpr std::string_view kMain = R"zsh(
_cat4() {
  local curcontext=$curcontext state line
  local -A opt_args
  local -a cat4_directory
  local -i i
  for ((i = 2; i < CURRENT; i++)); do
    case $words[i] in
      (-C|--directory) cat4_directory=(-C ${(Q)~words[i+1]}) ;;
      (--directory=*) cat4_directory=(-C ${(Q)~words[i]#--directory=}) ;;
    esac
  done
)zsh";

// Of what stands in single quotes.
std::string Escaped(std::string_view text, std::string_view special) {
  std::string escaped;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string Action(ValueKind kind) {
  if (kind == ValueKind::kFile) return "_files";
  if (kind == ValueKind::kDirectory) return "_directories";
  return kind == ValueKind::kText ? " " : fmt::format("_cat4_ids {}", IdsOf(kind));
}

std::string OptionEntry(const OptionSpec& option) {
  std::string rest = fmt::format("[{}]", Escaped(option.about, "[]\\"));
  if (!option.value.empty()) {
    const std::string action =
        option.choices.empty() ? Action(option.kind) : fmt::format("({})", Join(option.choices, " "));
    rest += fmt::format(":{}:{}", Escaped(option.value, ":[]\\"), action);
  }
  const std::string_view equals = option.value.empty() ? "" : "=";
  const std::string_view star = option.repeatable ? "*" : "";
  if (option.letter.empty())
    return fmt::format("    {} \\\n", BashQuoted(fmt::format("{}{}{}{}", star, option.name, equals, rest)));
  const std::string_view plus = option.value.empty() ? "" : "+";
  return fmt::format("    '({0} {1})'{{{0}{2},{1}{3}}}{4} \\\n", option.letter, option.name, plus, equals,
                     BashQuoted(rest));
}

std::string ArgumentEntry(const ArgumentSpec& argument, std::size_t number) {
  const std::string position = argument.max > 1 ? "*" : fmt::format("{}", number);
  const std::string_view optional = argument.max == 1 && argument.min == 0 ? ":" : "";
  return fmt::format("    {} \\\n",
                     BashQuoted(fmt::format("{}{}:{}:{}", position, optional, Escaped(argument.name, ":[]\\"),
                                            Action(argument.kind))));
}

std::string FunctionOf(const Command& command) {
  std::string name(command.name);
  for (char& c : name) c = c == ' ' ? '-' : c;
  return "_cat4-" + name;
}

std::string CommandFunction(const Command& command) {
  std::string text = fmt::format("\n{}() {{\n  _arguments -S \\\n", FunctionOf(command));
  for (const OptionSpec* option : OptionsOf(command)) text += OptionEntry(*option);
  text += "    '(-h --help)'{-h,--help}'[show help and examples]' \\\n";
  for (std::size_t i = 0; i < command.arguments.size(); ++i)
    text += ArgumentEntry(command.arguments[i], i + 1);
  return text + "    && return\n}\n";
}

std::string Described(std::string_view word, std::string_view about) {
  return fmt::format(" {}", BashQuoted(fmt::format("{}:{}", word, Escaped(about, ":\\"))));
}

std::string FirstWords() {
  std::string words;
  for (const CommandGroup& group : CommandGroups())
    words += Described(group.word, group.single() ? group.commands.front()->summary
                                                  : fmt::format("{} commands", group.commands.size()));
  return words;
}

std::string Cases() {
  std::string cases;
  for (const CommandGroup& group : CommandGroups()) {
    if (group.single()) {
      cases += fmt::format("        ({}) {} ;;\n", group.word, FunctionOf(*group.commands.front()));
      continue;
    }
    std::string seconds, calls;
    for (const Command* command : group.commands) {
      seconds += Described(SecondWord(*command), command->summary);
      calls += fmt::format("            ({}) {} ;;\n", SecondWord(*command), FunctionOf(*command));
    }
    cases += fmt::format(
        "        ({})\n"
        "          if ((CURRENT == 2)); then\n"
        "            seconds=({})\n"
        "            _describe command seconds && return\n"
        "          fi\n"
        "          shift words\n"
        "          ((CURRENT--))\n"
        "          case $words[1] in\n{}          esac ;;\n",
        group.word, seconds.substr(1), calls);
  }
  return cases;
}

std::string Main() {
  std::string text(kMain);
  text += fmt::format("  local -a firsts seconds\n  firsts=({})\n  _arguments -C -S \\\n",
                      FirstWords().substr(1));
  for (const OptionSpec& option : GlobalOptions()) text += OptionEntry(option);
  text +=
      "    '(-h --help)'{-h,--help}'[show help and examples]' \\\n"
      "    '--version[print the version]' \\\n"
      "    '1: :->first' '*:: :->rest' && return\n"
      "  case $state in\n"
      "    (first) _describe command firsts ;;\n"
      "    (rest)\n"
      "      case $words[1] in\n";
  return text + Cases() +
         "      esac ;;\n"
         "  esac\n"
         "}\n\n"
         "if [[ $funcstack[1] == _cat4 ]]; then\n"
         "  _cat4 \"$@\"\n"
         "else\n"
         "  compdef _cat4 cat4\n"
         "fi\n";
}

Result<int> Run(const Invocation&, Environment& environment) {
  std::string text(kHead);
  for (const Command* command : AllCommands()) text += CommandFunction(*command);
  environment.out.Write(text + Main());
  return 0;
}

}  // namespace

extern const Command kCompletionZshCommand;
const Command kCompletionZshCommand{.name = "completion zsh",
                                    .summary = "print the completion for zsh",
                                    .description =
                                        "Prints the script by which zsh completes commands, options and "
                                        "their values, and the ids of the tree "
                                        "that\none stands in. Installing cat4 puts it where zsh looks.",
                                    .arguments = {},
                                    .options = {},
                                    .examples = kExamples,
                                    .run = &Run};

}  // namespace cat4
