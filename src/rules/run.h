// Runs the rules over a portfolio.
#pragma once

#include <vector>

#include "rules/rule.h"

namespace cat4 {

// Appends what the rules find; returns those that could not run because a file they need is broken.
std::vector<RuleId> RunRules(const RuleInput& input, Findings& findings);

}  // namespace cat4
