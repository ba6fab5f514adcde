#include "cli/completion.h"

#include <algorithm>

namespace cat4 {
namespace {

constexpr std::string_view kIdKinds[] = {"measure",   "container", "node",  "person",
                                         "committee", "rule",      "stage", "revision"};

}  // namespace

std::string_view IdsOf(ValueKind kind) {
  switch (kind) {
    case ValueKind::kMeasure:
      return "measure";
    case ValueKind::kContainer:
      return "container";
    case ValueKind::kNode:
      return "node";
    case ValueKind::kPerson:
      return "person";
    case ValueKind::kCommittee:
      return "committee";
    case ValueKind::kRule:
      return "rule";
    case ValueKind::kStage:
      return "stage";
    case ValueKind::kRevision:
      return "revision";
    case ValueKind::kText:
    case ValueKind::kFile:
    case ValueKind::kDirectory:
      break;
  }
  return {};
}

std::span<const std::string_view> IdKinds() { return kIdKinds; }

std::vector<const OptionSpec*> OptionsOf(const Command& command) {
  std::vector<const OptionSpec*> options;
  for (const OptionSpec& option : command.options) options.push_back(&option);
  for (const OptionSpec& option : GlobalOptions()) {
    if (option.name != kRevisionOption || command.takes_revision) options.push_back(&option);
  }
  return options;
}

std::vector<CommandGroup> CommandGroups() {
  std::vector<CommandGroup> groups;
  for (const Command* command : AllCommands()) {
    const std::string_view word = command->name.substr(0, command->name.find(' '));
    auto group = std::ranges::find(groups, word, &CommandGroup::word);
    if (group == groups.end()) group = groups.insert(groups.end(), CommandGroup{word, {}});
    group->commands.push_back(command);
  }
  return groups;
}

std::string_view SecondWord(const Command& command) {
  const std::size_t space = command.name.find(' ');
  return space == std::string_view::npos ? std::string_view() : command.name.substr(space + 1);
}

std::string BashQuoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string FishQuoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += (c == '\'' || c == '\\' ? "\\" : "") + std::string(1, c);
  return quoted + "'";
}

}  // namespace cat4
