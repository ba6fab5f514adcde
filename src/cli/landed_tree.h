// What has landed on the governed branch, as seen from a commit.
#pragma once

#include <memory>
#include <string>

#include "cat4/base/source.h"
#include "cat4/git/repository.h"
#include "cat4/governance/basis.h"

#include "cli/workspace.h"

namespace cat4 {

struct LandedTree {
  std::string branch;  // the governed one
  std::string commit;  // the commit itself, where it is on that branch or shares none with it
  Landing landing = Landing::kUnknown;
  std::unique_ptr<Source> source;        // null: that of the commit itself
  std::unique_ptr<Portfolio> portfolio;  // likewise
};

// Each commit of the governed branch is a step of its own; elsewhere all that differs from where the branch
// was left will land as one. `here`: the commit's portfolio. Fails if what has landed names nobody who may
// decide.
Result<LandedTree> FindLandedTree(const Repository& repository, const Head& head, const Portfolio& here);

// The same for a workspace, whatever is edited in it; empty where it is in no repository, or nothing is
// committed.
Result<LandedTree> FindLandedTree(const Workspace& workspace);

// Fails where a file that says who may decide can't be read as it is committed.
Result<void> CheckRegistryReadable(const Portfolio& portfolio);

}  // namespace cat4
