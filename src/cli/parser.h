// Splits a command line into a command and what was given to it.
#pragma once

#include <span>
#include <string>

#include "cat4/base/result.h"

#include "cli/command.h"

namespace cat4 {

struct ParsedLine {
  const Command* command = nullptr;  // null: `help` or `version` was asked of the program itself
  bool help = false;
  std::string group;  // "gate", if help was asked of a group of commands
  bool version = false;
  Invocation invocation;
};

// Fails with kUsage, naming the nearest known word for one that is unknown.
Result<ParsedLine> ParseCommandLine(std::span<const std::string> arguments);

}  // namespace cat4
