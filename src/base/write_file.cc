#include "cat4/base/write_file.h"

#include <cerrno>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <fmt/ranges.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cat4/base/source.h"
#include "cat4/base/text.h"

namespace cat4 {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  int get() const { return fd_; }
  bool Close() { return close(std::exchange(fd_, -1)) == 0; }

 private:
  int fd_;
};

tl::unexpected<Failure> CannotWrite(std::string_view path) {
  return Fail("can't write '{}': {}", Printable(path), std::strerror(errno));
}

Descriptor OpenDirectoryIn(int parent, const std::string& name, int flags) {
  return Descriptor(openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags));
}

// An open directory and a name in it.
struct Target {
  Descriptor root;
  Descriptor directory;
  std::string name;
};

Result<Target> FindTarget(const std::string& root, std::string_view path) {
  const std::vector<std::string_view> parts = Split(path, '/');
  for (const std::string_view part : parts) {
    if (part.empty() || part == "." || part == "..") {
      return Fail("can't write '{}': not a path below the root", Printable(path));
    }
  }
  Target target{OpenDirectoryIn(AT_FDCWD, root, 0), OpenDirectoryIn(AT_FDCWD, root, 0),
                std::string(parts.back())};
  if (target.root.get() < 0 || target.directory.get() < 0) return CannotWrite(path);
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    Descriptor next = OpenDirectoryIn(target.directory.get(), std::string(parts[i]), O_NOFOLLOW);
    if (next.get() < 0) return CannotWrite(path);
    target.directory = std::move(next);
  }
  return target;
}

bool WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// A file that is removed again unless it has been moved to its place.
class TemporaryFile {
 public:
  explicit TemporaryFile(int directory) : directory_(directory) {}
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (!name_.empty()) unlinkat(directory_, name_.c_str(), 0);
  }

  // False with errno set if it can't be written. `old`: the file whose place it will take.
  bool Write(std::string_view bytes, const std::optional<struct stat>& old) {
    constexpr int kTries = 100;  // a name may be left from a crash
    int fd = -1;
    std::string name;
    for (int i = 0; i < kTries && fd < 0; ++i) {
      name = fmt::format(".cat4-{}-{}.tmp", getpid(), i);
      fd = openat(directory_, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
      if (fd < 0 && errno != EEXIST) return false;
    }
    if (fd < 0) return false;
    Descriptor file(fd);
    name_ = name;
    if (old) {
      // Only root may give a file away; for others the new file is their own, as an editor's would be.
      [[maybe_unused]] const int ignored = fchown(fd, old->st_uid, old->st_gid);
      if (fchmod(fd, old->st_mode & 07777) != 0) return false;
    }
    return WriteAll(fd, bytes) && fsync(fd) == 0 && file.Close();
  }

  bool MoveTo(int directory, const std::string& name) {
    if (renameat(directory_, name_.c_str(), directory, name.c_str()) != 0) return false;
    name_.clear();
    return fsync(directory) == 0;
  }

 private:
  int directory_;
  std::string name_;
};

bool WriteBy(int temporary_directory, const Target& target, std::string_view bytes,
             const std::optional<struct stat>& old) {
  TemporaryFile file(temporary_directory);
  return file.Write(bytes, old) && file.MoveTo(target.directory.get(), target.name);
}

}  // namespace

Result<void> WriteFile(const std::string& root, std::string_view path, std::string_view bytes) {
  const Result<Target> target = FindTarget(root, path);
  if (!target) return tl::unexpected(target.error());
  std::optional<struct stat> old;
  struct stat status {};
  if (fstatat(target->directory.get(), target->name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) {
    if (!S_ISREG(status.st_mode)) return Fail("can't write '{}': not a regular file", Printable(path));
    // Renaming would not ask: who made a file read-only does not want it written to.
    if (faccessat(target->directory.get(), target->name.c_str(), W_OK, 0) != 0) return CannotWrite(path);
    old = status;
  } else if (errno != ENOENT) {
    return CannotWrite(path);
  }
  if (WriteBy(target->root.get(), *target, bytes, old)) return {};
  const bool elsewhere = errno == EXDEV || errno == EACCES || errno == EPERM || errno == EROFS;
  if (elsewhere && WriteBy(target->directory.get(), *target, bytes, old)) return {};
  return CannotWrite(path);
}

Result<void> ReplaceFiles(const std::string& root, std::span<const FileChange> changes) {
  // Writers of one tree wait for each other. Where a file system has no locks, what is left is the
  // comparison.
  const Descriptor lock = OpenDirectoryIn(AT_FDCWD, root, 0);
  while (flock(lock.get(), LOCK_EX) != 0 && errno == EINTR) {
  }
  const auto source = OpenDirectory(root);
  for (const FileChange& change : changes) {
    const Result<std::string> now = source->Read(change.path, change.before.size());
    if (!now) return tl::unexpected(now.error());
    if (*now != change.before) {
      return Fail("'{}' was changed by another program meanwhile; nothing was written, run the command again",
                  Printable(change.path));
    }
  }
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const Result<void> written = WriteFile(root, changes[i].path, changes[i].after);
    if (written) continue;
    std::vector<std::string> lost;
    for (const FileChange& done : changes.first(i + 1)) {
      const Result<std::string> now = source->Read(done.path, done.before.size());
      if (now && *now == done.before) continue;
      if (!WriteFile(root, done.path, done.before)) lost.push_back(Printable(done.path));
    }
    if (!lost.empty()) {
      return Fail("{}; these files keep their new content, as it could not be taken back: {}",
                  written.error().message, fmt::join(lost, ", "));
    }
    return Fail("{}; {}", written.error().message,
                i == 0 ? "nothing was written" : "files written before it have their old content again");
  }
  return {};
}

}  // namespace cat4
