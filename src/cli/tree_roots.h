// Where trees begin in a repository.
#pragma once

#include <set>
#include <string>

#include "cat4/git/repository.h"

namespace cat4 {

// The directories of a commit or a tree of git that hold an organization.yaml, "" or "a/b/", without those
// that lie in the directories of another one and are a part of that.
Result<std::set<std::string>> TreeRootsIn(const Repository& repository, const std::string& tree);

}  // namespace cat4
