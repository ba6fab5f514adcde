// What a recording stands on: files, index and HEAD as they are before anything is written.
#pragma once

#include <string>
#include <vector>

#include "cat4/git/record.h"

#include "git/work_tree.h"

namespace cat4 {

struct Ground {
  std::vector<std::string> paths;   // of its files, below the work tree's top
  IndexEntries committed, indexed;  // in HEAD and in the real index
};

// Fails where something is unfinished in the repository, or a file or its entry in the index is not as
// stated.
Result<Ground> SurveyGround(const Repository& repository, const Head& head,
                            const std::vector<FileToRecord>& changes);

// The file's path below the work tree's top.
std::string PathIn(const Repository& repository, const FileToRecord& change);

// Fails if the file does not hold what it is said to hold.
Result<void> CheckOnDisk(const Repository& repository, const FileToRecord& change);

}  // namespace cat4
