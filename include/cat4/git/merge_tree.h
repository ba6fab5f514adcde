// The tree that a merge would give, without merging anything.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cat4/base/result.h"
#include "cat4/git/repository.h"

namespace cat4 {

// A directory that is removed with everything in it.
class ScratchDirectory {
 public:
  explicit ScratchDirectory(std::string path) : path_(std::move(path)) {}
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  ~ScratchDirectory();

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

struct MergedTree {
  std::string tree;                    // id; empty where there are conflicts
  std::vector<std::string> conflicts;  // paths, or what git says
  // Where the tree's objects are: a private repository that borrows those of the first. Its prefix is the
  // same.
  Repository repository;
  std::shared_ptr<ScratchDirectory> scratch;  // its directory
};

// As `git merge-tree` has it, in a private repository without configuration: a merge driver that the
// repository, the system or the user has set up is a program, and has no say here.
Result<MergedTree> MergeTrees(const Repository& repository, const std::string& ours,
                              const std::string& theirs);

}  // namespace cat4
