// What a push does to the branches of a repository, and whether it may.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cat4/git/repository.h"

#include "cli/environment.h"

namespace cat4 {

struct BranchUpdate {
  std::string ref;            // "refs/heads/main"
  std::string before, after;  // commits; empty: it is made, or deleted
};

// True if every step of it may land, told on standard error where not. Only updates of the branch that
// governs a tree are judged: as the tree before names it, or of a branch that is new its own.
Result<bool> MayLand(const Repository& repository, const BranchUpdate& update, Environment& environment);

// Lines of words, as git hands updates to hooks; fails where one has not `words` of them.
Result<std::vector<std::vector<std::string>>> ReadUpdates(const Environment& environment, std::size_t words);

// The id; empty for git's zeros, which stand for none.
std::string IdOrNone(const std::string& id);

}  // namespace cat4
