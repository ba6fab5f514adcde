// The tree of a commit, read from git's objects: no checkout.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "cat4/base/source.h"
#include "cat4/git/repository.h"

namespace cat4 {

// The files of `commit` below the directory that the repository was opened for. What a tree of the format
// consists of is read at once, other files as they are asked for. The repository must outlive the source.
Result<std::unique_ptr<Source>> OpenCommit(const Repository& repository, const std::string& commit);
// The same for these files and directories at the root of the tree; the others are as if they did not exist.
Result<std::unique_ptr<Source>> OpenCommit(const Repository& repository, const std::string& commit,
                                           std::span<const std::string_view> paths);

}  // namespace cat4
