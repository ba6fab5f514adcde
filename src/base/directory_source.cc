#include <algorithm>
#include <cerrno>
#include <cstring>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cat4/base/descriptor.h"
#include "cat4/base/source.h"
#include "cat4/base/text.h"

namespace cat4 {
namespace {

EntryKind KindOf(const dirent& entry, int directory) {
  switch (entry.d_type) {
    case DT_REG:
      return EntryKind::kFile;
    case DT_DIR:
      return EntryKind::kDirectory;
    case DT_UNKNOWN:
      break;  // some file systems do not tell
    default:
      return EntryKind::kOther;
  }
  struct stat status {};
  if (fstatat(directory, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return EntryKind::kOther;
  if (S_ISREG(status.st_mode)) return EntryKind::kFile;
  return S_ISDIR(status.st_mode) ? EntryKind::kDirectory : EntryKind::kOther;
}

class DirectorySource : public Source {
 public:
  explicit DirectorySource(std::string root) : root_(std::move(root)) {}

  Result<std::vector<SourceEntry>> List(std::string_view directory) const override {
    const std::string path = FullPath(directory);
    Descriptor fd(
        open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | (directory.empty() ? 0 : O_NOFOLLOW)));
    if (fd.get() < 0) return Cannot("list", directory.empty() ? root_ : directory);
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(fdopendir(fd.get()), &closedir);
    if (!stream) return Cannot("list", directory.empty() ? root_ : directory);
    const int directory_fd = fd.Release();  // now owned by the stream
    std::vector<SourceEntry> entries;
    for (;;) {
      errno = 0;
      const dirent* entry = readdir(stream.get());
      if (!entry && errno != 0) return Cannot("list", directory.empty() ? root_ : directory);
      if (!entry) break;
      const std::string_view name = entry->d_name;
      if (name != "." && name != "..") entries.push_back({std::string(name), KindOf(*entry, directory_fd)});
    }
    std::sort(entries.begin(), entries.end(),
              [](const SourceEntry& a, const SourceEntry& b) { return a.name < b.name; });
    return entries;
  }

  Result<std::string> Read(std::string_view path, std::size_t limit) const override {
    // O_NONBLOCK: opening a pipe that was put in a file's place must not wait for a writer.
    const Descriptor fd(
        open(FullPath(path).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY));
    if (fd.get() < 0) return Cannot("read", path);
    struct stat status {};
    if (fstat(fd.get(), &status) != 0) return Cannot("read", path);
    if (!S_ISREG(status.st_mode)) return Fail("can't read '{}': not a regular file", Printable(path));
    std::string bytes(std::min(static_cast<std::size_t>(status.st_size), limit) + 1, '\0');
    std::size_t size = 0;
    while (size <= limit) {
      if (size == bytes.size()) bytes.resize(std::min(bytes.size() * 2, limit + 1));  // it grew meanwhile
      const ssize_t got = read(fd.get(), bytes.data() + size, bytes.size() - size);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return Cannot("read", path);
      if (got == 0) break;
      const bool asked_for_more = static_cast<std::size_t>(got) < bytes.size() - size;
      size += static_cast<std::size_t>(got);
      if (asked_for_more && size == static_cast<std::size_t>(status.st_size)) break;  // a call less
    }
    bytes.resize(size);
    return bytes;
  }

  bool IsConcurrent() const override { return true; }

 private:
  std::string FullPath(std::string_view path) const {
    return path.empty() ? root_ : root_ + "/" + std::string(path);
  }
  static tl::unexpected<Failure> Cannot(std::string_view what, std::string_view path) {
    return Fail("can't {} '{}': {}", what, Printable(path), std::strerror(errno));
  }

  std::string root_;
};

}  // namespace

std::unique_ptr<Source> OpenDirectory(std::string root) {
  return std::make_unique<DirectorySource>(std::move(root));
}

}  // namespace cat4
