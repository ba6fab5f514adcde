#include "git/index_lock.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "cat4/base/descriptor.h"
#include "cat4/base/text.h"

#include "git/journal.h"

namespace cat4 {
namespace {

namespace fs = std::filesystem;

constexpr int kTries = 50;
constexpr std::chrono::milliseconds kPause(20);
constexpr std::string_view kIndex = "index", kLock = "index.lock";
constexpr std::string_view kOurs = "cat4 records\n";  // in the lock, which is empty or an index otherwise

bool Remove(const std::string& path) { return unlink(path.c_str()) == 0 || errno == ENOENT; }

}  // namespace

std::string IndexLock::PathOf(std::string_view name) const {
  return fmt::format("{}/{}", repository_->git_dir, name);
}

Result<IndexLock> IndexLock::Take(const Repository& repository) {
  const std::string path = fmt::format("{}/{}", repository.git_dir, kLock);
  Descriptor file(-1);
  for (int i = 0; i < kTries && file.get() < 0; ++i) {
    if (i > 0) std::this_thread::sleep_for(kPause);
    file = Descriptor(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666));
    if (file.get() < 0 && errno != EEXIST)
      return Fail("can't make '{}': {}", Printable(path), std::strerror(errno));
  }
  if (file.get() < 0)
    return Fail("another git is at work here: '{}' exists; try again, or if there is none, remove that file",
                Printable(path));
  IndexLock lock(repository);
  if (!file.WriteAll(kOurs) || !file.Close())
    return Fail("can't write '{}': {}", Printable(path), std::strerror(errno));
  return lock;
}

void IndexLock::RemoveLeft(const Repository& repository) {
  const std::string path = fmt::format("{}/{}", repository.git_dir, kLock);
  std::ifstream file(path, std::ios::binary);
  std::string line;
  if (file && std::getline(file, line) && line + "\n" == kOurs) Remove(path);
}

IndexLock::IndexLock(IndexLock&& other) noexcept
    : repository_(std::exchange(other.repository_, nullptr)),
      replaced_(other.replaced_),
      was_none_(other.was_none_) {}

IndexLock::~IndexLock() {
  if (!repository_) return;
  Remove(PathOf(kOldIndexFile));
  Remove(PathOf(kLock));
}

Result<void> IndexLock::Put(const IndexEntries& entries) {
  const std::string index = PathOf(kIndex), next = PathOf(kNextIndexFile), old = PathOf(kOldIndexFile);
  if (!Remove(next) || !Remove(old))
    return Fail("can't remove '{}': {}", Printable(next), std::strerror(errno));
  std::error_code error;
  was_none_ = !fs::exists(index, error);
  if (!was_none_ && !error) fs::copy_file(index, next, error);
  if (error) return Fail("can't copy the index to '{}': {}", Printable(next), error.message());
  if (const Result<void> set = SetEntries(*repository_, entries, next); !set) return set;
  (void)repository_->Try({"update-index", "-q", "--refresh"}, {}, next);
  if (!was_none_ && link(index.c_str(), old.c_str()) != 0) fs::copy_file(index, old, error);
  if (error) return Fail("can't copy the index to '{}': {}", Printable(old), error.message());
  if (rename(next.c_str(), index.c_str()) != 0)
    return Fail("can't write '{}': {}", Printable(index), std::strerror(errno));
  replaced_ = true;
  return {};
}

bool IndexLock::Restore() {
  if (!replaced_) return true;
  const bool restored =
      was_none_ ? Remove(PathOf(kIndex)) : rename(PathOf(kOldIndexFile).c_str(), PathOf(kIndex).c_str()) == 0;
  if (restored) replaced_ = false;
  return restored;
}

}  // namespace cat4
