#include "cat4/base/path.h"

#include <filesystem>

namespace cat4 {

std::string_view DirectoryOf(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string AbsolutePath(const std::string& directory, const std::string& path) {
  std::string text = (std::filesystem::path(directory) / path).lexically_normal().string();
  while (text.size() > 1 && text.ends_with('/')) text.pop_back();
  return text;
}

}  // namespace cat4
