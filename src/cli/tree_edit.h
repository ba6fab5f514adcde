// Commands that change files of the working tree and leave the commit to the user.
#pragma once

#include <string_view>
#include <vector>

#include "cat4/base/write_file.h"

#include "cli/command.h"
#include "cli/workspace.h"

namespace cat4 {

inline constexpr OptionSpec kDryRunOption{.name = "--dry-run",
                                          .letter = "",
                                          .value = "",
                                          .about = "show what would change, as a diff; write nothing"};

// Writes all files or none, after the tree was judged with them: a mistake that one of them did not have
// before stops everything (exit 1), what else is new is shown on standard error. With --dry-run only the diff
// is printed.
Result<int> ApplyChanges(const Workspace& workspace, std::vector<FileChange> changes,
                         const Invocation& invocation, Environment& environment);

// Says on standard error why the rules of the portfolio don't let a change through; returns exit code 1.
int RefuseChange(std::string_view reason, Environment& environment);

}  // namespace cat4
