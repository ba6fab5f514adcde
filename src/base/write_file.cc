#include "cat4/base/write_file.h"

#include <cerrno>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <fmt/ranges.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cat4/base/descriptor.h"
#include "cat4/base/source.h"
#include "cat4/base/text.h"

namespace cat4 {
namespace {

// What errno says.
tl::unexpected<Failure> Cannot(std::string_view do_what, std::string_view path) {
  return Fail("can't {} '{}': {}", do_what, Printable(path), std::strerror(errno));
}
tl::unexpected<Failure> CannotWrite(std::string_view path) { return Cannot("write", path); }

Descriptor OpenDirectoryIn(int parent, const std::string& name, int flags) {
  return Descriptor(openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags));
}

// Directories that were made for a file. They are removed again unless the file came to be.
class MadeDirectories {
 public:
  MadeDirectories() = default;
  MadeDirectories(const MadeDirectories&) = delete;
  MadeDirectories& operator=(const MadeDirectories&) = delete;
  ~MadeDirectories() {
    for (; !made_.empty(); made_.pop_back()) {
      unlinkat(made_.back().parent.get(), made_.back().name.c_str(), AT_REMOVEDIR);
    }
  }

  // Nothing with errno set if it can be neither opened nor made.
  Descriptor OpenOrMake(int parent, const std::string& name) {
    Descriptor found = OpenDirectoryIn(parent, name, O_NOFOLLOW);
    if (found.get() >= 0 || errno != ENOENT) return found;
    if (mkdirat(parent, name.c_str(), 0777) == 0) {
      made_.push_back({Descriptor(fcntl(parent, F_DUPFD_CLOEXEC, 0)), name});
    } else if (errno != EEXIST) {  // another program may have made it meanwhile
      return found;
    }
    return OpenDirectoryIn(parent, name, O_NOFOLLOW);
  }
  void Keep() {
    for (const Made& made : made_) fsync(made.parent.get());
    made_.clear();
  }

 private:
  struct Made {
    Descriptor parent;
    std::string name;
  };
  std::vector<Made> made_;
};

// The names on the way from the root to a file; nothing if they lead anywhere else.
std::optional<std::vector<std::string_view>> PartsOf(std::string_view path) {
  std::vector<std::string_view> parts = Split(path, '/');
  for (const std::string_view part : parts) {
    if (part.empty() || part == "." || part == "..") return std::nullopt;
  }
  return parts;
}

tl::unexpected<Failure> NotBelowRoot(std::string_view do_what, std::string_view path) {
  return Fail("can't {} '{}': not a path below the root", do_what, Printable(path));
}

// An open directory and a name in it.
struct Target {
  Descriptor directory;
  std::string name;
};

// `enter` opens a directory by its name in another one.
template <typename Enter>
Result<Target> FindTarget(const std::string& root, std::string_view path, Enter enter) {
  const std::optional<std::vector<std::string_view>> found = PartsOf(path);
  if (!found) return NotBelowRoot("write", path);
  const std::vector<std::string_view>& parts = *found;
  Target target{OpenDirectoryIn(AT_FDCWD, root, 0), std::string(parts.back())};
  if (target.directory.get() < 0) return CannotWrite(path);
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    Descriptor next = enter(target.directory.get(), std::string(parts[i]));
    if (next.get() < 0) return CannotWrite(path);
    target.directory = std::move(next);
  }
  return target;
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
    return file.WriteAll(bytes) && fsync(fd) == 0 && file.Close();
  }

  bool MoveTo(int directory, const std::string& name) {
    if (renameat(directory_, name_.c_str(), directory, name.c_str()) != 0) return false;
    name_.clear();
    return fsync(directory) == 0;
  }

  // As MoveTo, but replaces nothing.
  bool MoveToFree(int directory, const std::string& name) {
    if (renameat2(directory_, name_.c_str(), directory, name.c_str(), RENAME_NOREPLACE) == 0) {
      name_.clear();
      return fsync(directory) == 0;
    }
    if (errno != EINVAL && errno != ENOSYS) return false;
    // A file system that can't (NFS, say): a second name, after which the first one goes away.
    return linkat(directory_, name_.c_str(), directory, name.c_str(), 0) == 0 && fsync(directory) == 0;
  }

 private:
  int directory_;
  std::string name_;
};

using TakePlace = bool (TemporaryFile::*)(int directory, const std::string& name);

bool WriteBy(int temporary_directory, const Target& target, std::string_view bytes,
             const std::optional<struct stat>& old, TakePlace take) {
  TemporaryFile file(temporary_directory);
  return file.Write(bytes, old) && (file.*take)(target.directory.get(), target.name);
}

// By way of `temporary_directory`, or of the target's own where that can't be.
bool Write(const std::string& temporary_directory, const Target& target, std::string_view bytes,
           const std::optional<struct stat>& old, TakePlace take) {
  const Descriptor temporary = OpenDirectoryIn(AT_FDCWD, temporary_directory, 0);
  if (temporary.get() < 0) return false;
  if (WriteBy(temporary.get(), target, bytes, old, take)) return true;
  const bool elsewhere = errno == EXDEV || errno == EACCES || errno == EPERM || errno == EROFS;
  return elsewhere && WriteBy(target.directory.get(), target, bytes, old, take);
}

// In the place of a regular file, or of nothing.
Result<void> WriteTo(const Target& target, const std::string& root, std::string_view path,
                     std::string_view bytes, const std::string& temporary_directory) {
  std::optional<struct stat> old;
  struct stat status {};
  if (fstatat(target.directory.get(), target.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) {
    if (!S_ISREG(status.st_mode)) return Fail("can't write '{}': not a regular file", Printable(path));
    // Renaming would not ask: who made a file read-only does not want it written to.
    if (faccessat(target.directory.get(), target.name.c_str(), W_OK, 0) != 0) return CannotWrite(path);
    old = status;
  } else if (errno != ENOENT) {
    return CannotWrite(path);
  }
  if (Write(temporary_directory.empty() ? root : temporary_directory, target, bytes, old,
            &TemporaryFile::MoveTo))
    return {};
  return CannotWrite(path);
}

}  // namespace

Result<void> WriteFile(const std::string& root, std::string_view path, std::string_view bytes,
                       const std::string& temporary_directory) {
  const Result<Target> target = FindTarget(root, path, [](int parent, const std::string& name) {
    return OpenDirectoryIn(parent, name, O_NOFOLLOW);
  });
  if (!target) return tl::unexpected(target.error());
  return WriteTo(*target, root, path, bytes, temporary_directory);
}

Result<void> PutFile(const std::string& root, std::string_view path, std::string_view bytes,
                     const std::string& temporary_directory) {
  MadeDirectories made;
  const Result<Target> target = FindTarget(
      root, path, [&](int parent, const std::string& name) { return made.OpenOrMake(parent, name); });
  if (!target) return tl::unexpected(target.error());
  const Result<void> written = WriteTo(*target, root, path, bytes, temporary_directory);
  if (written) made.Keep();
  return written;
}

Result<void> RemoveFile(const std::string& root, std::string_view path) {
  const std::optional<std::vector<std::string_view>> parts = PartsOf(path);
  if (!parts) return NotBelowRoot("remove", path);
  std::vector<Descriptor> directories;  // the root first
  directories.push_back(OpenDirectoryIn(AT_FDCWD, root, 0));
  while (directories.back().get() >= 0 && directories.size() < parts->size()) {
    const std::string name((*parts)[directories.size() - 1]);
    directories.push_back(OpenDirectoryIn(directories.back().get(), name, O_NOFOLLOW));
  }
  const bool removed = directories.back().get() >= 0 &&
                       unlinkat(directories.back().get(), std::string(parts->back()).c_str(), 0) == 0;
  if (!removed && errno != ENOENT) return Cannot("remove", path);
  if (directories.back().get() < 0) directories.pop_back();  // not there either
  for (std::size_t i = directories.size(); i-- > 1;) {
    const std::string name((*parts)[i - 1]);
    if (unlinkat(directories[i - 1].get(), name.c_str(), AT_REMOVEDIR) != 0) break;
  }
  return {};
}

Result<void> CreateFile(const std::string& root, std::string_view path, std::string_view bytes) {
  MadeDirectories made;
  const Result<Target> target = FindTarget(
      root, path, [&](int parent, const std::string& name) { return made.OpenOrMake(parent, name); });
  if (!target) return tl::unexpected(target.error());
  if (!Write(root, *target, bytes, std::nullopt, &TemporaryFile::MoveToFree)) return CannotWrite(path);
  made.Keep();
  return {};
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
