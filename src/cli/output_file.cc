#include "cli/output_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

#include "cat4/base/descriptor.h"
#include "cat4/base/text.h"

namespace cat4 {
namespace {

namespace fs = std::filesystem;

Result<void> WriteTo(const std::string& file, int flags, std::string_view text, const std::string& shown) {
  Descriptor fd(open(file.c_str(), O_WRONLY | O_CLOEXEC | flags, 0666));
  if (fd.get() >= 0 && fd.WriteAll(text) && fd.Close()) return {};
  return Fail("can't write '{}': {}", Printable(shown), std::strerror(errno));
}

}  // namespace

Result<void> WriteOutputFile(const std::string& start, const std::string& path, std::string_view text) {
  const fs::path target = fs::path(start) / path;
  std::error_code error;
  const fs::file_status status = fs::status(target, error);
  if (fs::exists(status) && !fs::is_regular_file(status)) return WriteTo(target.string(), 0, text, path);
  const std::string temporary = fmt::format("{}.cat4-{}", target.string(), getpid());
  const Result<void> written = WriteTo(temporary, O_CREAT | O_EXCL, text, path);
  if (written) fs::rename(temporary, target, error);
  if (written && !error) return {};
  if (!fs::is_directory(target.parent_path(), error))
    return Fail("can't write '{}': there is no directory '{}'", Printable(path),
                Printable(fs::path(path).parent_path().string()));
  std::error_code ignored;
  fs::remove(temporary, ignored);
  if (!written) return written;
  return Fail("can't write '{}': {}", Printable(path), error.message());
}

Result<void> AppendOutputFile(const std::string& start, const std::string& path, std::string_view text) {
  return WriteTo((fs::path(start) / path).string(), O_CREAT | O_APPEND, text, path);
}

}  // namespace cat4
