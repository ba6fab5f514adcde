// The tree of a commit, read from git's objects: no checkout.
#pragma once

#include <memory>
#include <string>

#include "cat4/base/source.h"
#include "cat4/git/repository.h"

namespace cat4 {

// The files of `commit` below the directory that the repository was opened for. What a tree of the format
// consists of is read at once, other files as they are asked for. The repository must outlive the source.
Result<std::unique_ptr<Source>> OpenCommit(const Repository& repository, const std::string& commit);

}  // namespace cat4
