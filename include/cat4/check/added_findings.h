// What a change of a tree makes worse.
#pragma once

#include <span>
#include <vector>

#include "cat4/check/check_tree.h"

namespace cat4 {

// The findings of `after` that `before` does not have, in their order. Places move with every edit, and
// messages hold figures: a finding is new if its message is, and its measure (or other file) has more of that
// rule than before. Of rules that are `exact` a new message is a new finding, whatever was there: their
// messages say all that is wrong, and hold nothing that changes with the day.
std::vector<Finding> AddedFindings(const Checked& before, const Checked& after,
                                   std::span<const RuleId> exact = {});

// Rules of the tree that the history is judged by, too: each of their findings has to land once only.
std::span<const RuleId> RulesOfSteps();

}  // namespace cat4
