// Which branch is the governed one, as the history tells it, and which commit of it has landed.
#pragma once

#include <string>
#include <string_view>

#include "cat4/git/repository.h"
#include "cat4/governance/basis.h"

namespace cat4 {

struct LandedCommit {
  std::string branch;  // the governed one
  std::string commit;  // where it was left; the head itself, where that is on it or shares nothing with it
  Landing landing = Landing::kUnknown;
};

// The governed branch is the one that the policy names on the way to the commit, along first parents;
// `named`: by the commit's own. A policy that renames it counts once it has landed on the branch as it was
// called before, or that one is gone: until then nobody gets around what governs by calling a branch of his
// own the governed one.
//
// Whoever is not on it is judged from where he left it: his own branch may hold several versions at once.
Result<LandedCommit> FindLandedCommit(const Repository& repository, const Head& head, std::string_view named);

}  // namespace cat4
