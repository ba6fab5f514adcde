#include "cli/input_file.h"

#include <filesystem>

#include "cat4/base/source.h"
#include "cat4/base/text.h"

namespace cat4 {

namespace fs = std::filesystem;

Result<InputFile> ReadInputFile(const std::string& start, const std::string& path, std::size_t max_bytes) {
  const fs::path full = (fs::path(start) / path).lexically_normal();
  InputFile file{full.filename().string(), {}};
  std::error_code error;
  const fs::path real = fs::canonical(full, error);
  if (error) return Fail("can't read '{}': {}", Printable(path), error.message());
  Result<std::string> bytes =
      OpenDirectory(real.parent_path().string())->Read(real.filename().string(), max_bytes);
  if (!bytes) return tl::unexpected(bytes.error());
  if (bytes->size() > max_bytes) return Fail("'{}' is larger than {} MiB", Printable(path), max_bytes >> 20);
  file.bytes = std::move(*bytes);
  return file;
}

}  // namespace cat4
