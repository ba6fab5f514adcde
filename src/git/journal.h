// What is being recorded, kept in the git directory from the moment the commit exists until the branch has
// moved: the next call reads from it what an interrupted one left behind.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/git/repository.h"

namespace cat4 {

// A file of the recording, by the ids of its blobs; empty: there is no file.
struct JournalFile {
  std::string path;  // below the work tree's top
  std::string before, after;
};

struct Journal {
  std::string ref;         // that is to move: HEAD's; empty: HEAD itself, which was detached
  std::string old_commit;  // empty: the branch was unborn
  std::string new_commit;
  std::string subject;
  std::vector<JournalFile> files;
};

// Names of other files in the git directory that exist while something is recorded.
inline constexpr std::string_view kIndexFile = "cat4-index";  // private: what is to be committed
inline constexpr std::string_view kNextIndexFile = "cat4-index-next", kOldIndexFile = "cat4-index-old";
inline constexpr std::string_view kMessageFile = "cat4-message", kBlobsDirectory = "cat4-blobs";

// Removes those that a crash has left, and temporary files. Under the lock.
void RemoveScratch(const Repository& repository);

Result<void> WriteJournal(const Repository& repository, const Journal& journal);
// Nothing if there is none.
Result<std::optional<Journal>> ReadJournal(const Repository& repository);
Result<void> RemoveJournal(const Repository& repository);
std::string JournalPath(const Repository& repository);

// The last step: the branch that HEAD named when the recording began moves to the new commit, if it is where
// it was then. (Not HEAD, which may name another one by now.)
Result<void> MoveBranch(const Repository& repository, const Journal& journal);

}  // namespace cat4
