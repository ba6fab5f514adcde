#include "cli/repository_prefix.h"

#include <filesystem>

namespace cat4 {

std::string RepositoryPrefix(const std::string& root) {
  namespace fs = std::filesystem;
  std::error_code error;
  for (fs::path at = root; !at.empty(); at = at.parent_path()) {
    if (fs::exists(fs::symlink_status(at / ".git", error))) {
      const std::string prefix = fs::path(root).lexically_relative(at).string();
      return prefix == "." ? std::string() : prefix + "/";
    }
    if (at == at.root_path()) break;
  }
  return {};
}

}  // namespace cat4
