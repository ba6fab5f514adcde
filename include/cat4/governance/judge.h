// The rules about gates and decisions, over a whole portfolio.
#pragma once

#include <span>

#include "cat4/diagnostics/finding.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

// The rules that JudgeGates finds. Their texts and examples stand in src/rules with all others.
std::span<const RuleId> GateRules();

// False if what these rules rest on can't be read; then none of them is run.
bool CanJudgeGates(const Portfolio& portfolio);

// Replays every measure; then its file must say what its decisions lead to, carry the locked terms, and still
// meet the criteria of the stages it has reached.
void JudgeGates(const Portfolio& portfolio, Findings& findings);

}  // namespace cat4
