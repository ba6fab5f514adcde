// The lock of the real index, as git itself takes it: while it is held, no other git changes the index or
// begins a commit with what stands in it.
#pragma once

#include <string>

#include "git/work_tree.h"

namespace cat4 {

class IndexLock {
 public:
  // Waits a second for others: an editor that asks for the status, say. Fails, with the way out, if they
  // don't let go, or if the lock can't be made.
  static Result<IndexLock> Take(const Repository& repository);
  // Removes a lock that was taken by one of us and left by a crash. Under the recording lock.
  static void RemoveLeft(const Repository& repository);

  IndexLock(IndexLock&& other) noexcept;
  IndexLock& operator=(IndexLock&&) = delete;
  IndexLock(const IndexLock&) = delete;
  IndexLock& operator=(const IndexLock&) = delete;
  ~IndexLock();

  // Puts the entries in the index, which then knows files as they are on disk; other entries stay.
  Result<void> Put(const IndexEntries& entries);
  // Brings back the index that Put has replaced, if it has. Needs no space on the disk. False if it can't.
  bool Restore();

 private:
  explicit IndexLock(const Repository& repository) : repository_(&repository) {}
  std::string PathOf(std::string_view name) const;

  const Repository* repository_;  // none: moved from
  bool replaced_ = false, was_none_ = false;
};

}  // namespace cat4
