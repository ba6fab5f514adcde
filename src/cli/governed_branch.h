// Which branch is the governed one, as the history tells it.
#pragma once

#include <string>

#include "cat4/git/repository.h"

namespace cat4 {

// The one that the policy names on the way to the commit, along first parents; `named`: by the commit's own.
// A policy that renames it counts once it has landed on the branch as it was called before, or that one is
// gone: until then nobody gets around what governs by calling a branch of his own the governed one.
Result<std::string> FindGovernedBranch(const Repository& repository, const std::string& commit,
                                       std::string_view named);

}  // namespace cat4
