// What a change of a tree makes worse.
#pragma once

#include <vector>

#include "cat4/check/check_tree.h"

namespace cat4 {

// The findings of `after` that `before` does not have, in their order. Places move with every edit, and
// messages hold figures: a finding is new if its message is, and its measure (or other file) has more of that
// rule than before.
std::vector<Finding> AddedFindings(const Checked& before, const Checked& after);

}  // namespace cat4
