// What the completions of all shells are made of: the table of commands.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"

namespace cat4 {

// What 'cat4 completion ids' lists: "measure"; empty for kinds that shells know themselves, or nobody does.
std::string_view IdsOf(ValueKind kind);
// Those that it lists.
std::span<const std::string_view> IdKinds();

// The options of a command and those of all commands, but for --rev where it takes none.
std::vector<const OptionSpec*> OptionsOf(const Command& command);

// A first word of commands: a command itself, or several that share it.
struct CommandGroup {
  std::string_view word;
  std::vector<const Command*> commands;

  bool single() const { return commands.front()->name == word; }
};
std::vector<CommandGroup> CommandGroups();

// The second word of a command; empty if it has only one.
std::string_view SecondWord(const Command& command);

// The text as one word of bash, zsh or fish: in single quotes.
std::string BashQuoted(std::string_view text);  // zsh's rule is the same
std::string FishQuoted(std::string_view text);

}  // namespace cat4
