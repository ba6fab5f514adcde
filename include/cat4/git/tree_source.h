// The tree of a commit, read from git's objects: no checkout.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "cat4/base/source.h"
#include "cat4/git/repository.h"

namespace cat4 {

// The files of a commit, or of a tree, below the directory that the repository was opened for; none if the
// directory did not exist then. `paths`: of the entries at the root only these, if any are given; the others
// are as if they did not exist.
//
// Trees and files are read from `repository.objects` as they are asked for, so a file can turn out to be
// missing after this has succeeded. Fails if `id` names no commit and no tree, or the root can't be read.
Result<std::unique_ptr<Source>> OpenCommit(const Repository& repository, const std::string& id,
                                           std::span<const std::string_view> paths = {});

}  // namespace cat4
