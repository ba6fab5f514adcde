// Changes of a tree recorded as one signed commit, so that a crash at any point leaves the state before or
// the state after, and no ordinary commit that follows undoes what was recorded.
//
// The commit is made from a private index, then the files are written, then their entries in the real index,
// then the branch moves, all while the real index is locked, as git itself does it. (Were the branch to move
// first, a crash would leave files and index of the state before, and the next innocent commit would take the
// decision back.) Other work in progress, staged or not, is left as it is.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cat4/base/descriptor.h"
#include "cat4/git/repository.h"
#include "cat4/git/signing_key.h"

namespace cat4 {

// Held while somebody records in this repository or one of its linked work trees.
class RecordingLock {
 public:
  // Waits up to `seconds` for others. Fails then, or where the lock's file can't be made.
  static Result<RecordingLock> Take(const Repository& repository, int seconds);

 private:
  explicit RecordingLock(Descriptor file) : file_(std::move(file)) {}
  Descriptor file_;
};

struct FileToRecord {
  std::string path;                  // below the directory that the repository was opened for
  std::optional<std::string> here;   // the bytes that stand in the working tree; none: no file
  std::optional<std::string> after;  // the bytes to record; none: the file is removed
};

struct Recording {
  std::vector<FileToRecord> changes;  // each path once
  std::string subject;                // of the commit message
  std::string body = {};              // paragraphs, without the last line end; may be empty
  std::vector<std::string> trailers;  // "Cat4-Statement: sha256:…"
};

struct Recorded {
  std::string commit;
  std::string where;       // Head::place
  std::string hooks_said;  // lines, with their ends
};

// What became of an interrupted recording.
struct Interrupted {
  std::string message;             // for the user
  bool recorded = false;           // what it was to record is in the branch
  std::vector<std::string> added;  // files that it was to make, by path below the work tree's top
};

// Whether a recording was begun and not finished: interrupted, unless somebody holds the lock.
bool IsRecordingBegun(const Repository& repository);

// Finishes an interrupted recording, or, where somebody has committed or gone to another branch since, takes
// back what it left behind; nothing if there was none. Fails, with the way out, where neither is safe. Under
// the lock.
Result<std::optional<Interrupted>> FinishInterrupted(const Repository& repository);

// Fails where Record would for the state that files, index and repository are in: ask before anybody is asked
// to sign.
Result<void> CheckRecordable(const Repository& repository, const Head& head,
                             const std::vector<FileToRecord>& changes);

// Records the changes on top of `head`, under the lock. Runs the user's pre-commit and commit-msg hooks.
//
// Fails with everything as it was where something is unfinished in the repository, a file or its entry in
// the index is not as stated, a hook refuses or changes what is to be recorded, nothing can be signed, the
// disk is full, or the branch has moved. What can't be put back is left to FinishInterrupted.
Result<Recorded> Record(const Repository& repository, const Head& head, const SigningKey& key,
                        const Recording& recording);

}  // namespace cat4
