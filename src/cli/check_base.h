// check --base: what a branch would land, judged as one step.
#pragma once

#include <string>
#include <vector>

#include "cat4/audit/update.h"
#include "cat4/check/check_tree.h"
#include "cat4/report/findings.h"

#include "cli/command.h"

namespace cat4 {

// Whether what the base has too counts.
enum class Known { kShown, kCounted };

struct BaseCheck {
  FindingsReport report;
  std::string start;
  std::vector<std::string> remarks;  // what the user should know, for standard error
  bool incomplete = false;           // something could not be seen
};

// Judges the tree of --rev (default HEAD), merged with `base` where that is not in its history. Fails where
// they can't be found or merged.
Result<BaseCheck> CheckAgainst(const std::string& base, Known known, const Invocation& invocation,
                               const Environment& environment, Date as_of);

}  // namespace cat4
