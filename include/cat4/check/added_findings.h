// What a new file brings along.
#pragma once

#include <vector>

#include "cat4/check/check_tree.h"

namespace cat4 {

// The findings of `after`, a tree that has some files more than `before`, that are not there without them; in
// their order. Findings are told apart by rule and place: the message of an old one may change with what else
// is in the tree.
std::vector<Finding> AddedFindings(const Checked& before, const Checked& after);

}  // namespace cat4
