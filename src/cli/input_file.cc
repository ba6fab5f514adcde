#include "cli/input_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cat4/base/text.h"

namespace cat4 {
namespace {

Failure CannotRead(const std::string& path, const char* why) {
  return {FailureKind::kUnable, fmt::format("can't read '{}': {}", Printable(path), why)};
}

// At most one byte more than `max_bytes`, which tells that there is more.
Result<std::string> ReadAll(int fd, const std::string& path, std::size_t max_bytes) {
  std::string bytes;
  while (bytes.size() <= max_bytes) {
    char block[65536];
    const ssize_t size = read(fd, block, std::min(sizeof block, max_bytes + 1 - bytes.size()));
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return tl::unexpected(CannotRead(path, std::strerror(errno)));
    if (size == 0) break;
    bytes.append(block, static_cast<std::size_t>(size));
  }
  return bytes;
}

}  // namespace

Result<InputFile> ReadInputFile(const std::string& start, const std::string& path, std::size_t max_bytes) {
  const std::filesystem::path full =
      path == "-" ? "/dev/stdin" : (std::filesystem::path(start) / path).lexically_normal();
  const int fd = open(full.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return tl::unexpected(CannotRead(path, std::strerror(errno)));
  struct stat status {};
  const bool directory = fstat(fd, &status) == 0 && S_ISDIR(status.st_mode);
  Result<std::string> bytes =
      directory ? tl::unexpected(CannotRead(path, "it is a directory")) : ReadAll(fd, path, max_bytes);
  close(fd);
  if (!bytes) return tl::unexpected(bytes.error());
  if (bytes->size() > max_bytes) return Fail("'{}' is larger than {} MiB", Printable(path), max_bytes >> 20);
  return InputFile{full.filename().string(), std::move(*bytes)};
}

}  // namespace cat4
