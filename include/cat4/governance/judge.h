// The rules about gates and decisions, over a whole portfolio.
#pragma once

#include <map>
#include <span>
#include <string>

#include "cat4/diagnostics/finding.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

// The rules that JudgeGates finds. Their texts and examples stand in src/rules with all others.
std::span<const RuleId> GateRules();

// False if what these rules rest on can't be read; then none of them is run.
bool CanJudgeGates(const Portfolio& portfolio);

// Replays every measure; then its file must say what its decisions lead to, carry the locked terms, and still
// meet the criteria of the stages it has reached. `lock_stages`: which stage locked terms under earlier
// versions of the policy, as far as the history tells (see Locks).
void JudgeGates(const Portfolio& portfolio, const std::map<int, std::string>& lock_stages,
                Findings& findings);

}  // namespace cat4
