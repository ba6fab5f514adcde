// A directory with a git repository in it, which is gone at the end.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include "cat4/git/process.h"

namespace cat4 {

class TemporaryRepository {
 public:
  explicit TemporaryRepository(const std::string& object_format = "sha1") {
    std::string path = (std::filesystem::temp_directory_path() / "cat4-git-test-XXXXXX").string();
    REQUIRE(mkdtemp(path.data()) != nullptr);
    path_ = path;
    Shell("git init -q -b main --object-format=" + object_format +
          " && git config user.name t && git config user.email t@example.com");
  }
  ~TemporaryRepository() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryRepository(const TemporaryRepository&) = delete;
  TemporaryRepository& operator=(const TemporaryRepository&) = delete;

  void Shell(const std::string& command, const std::string& shell = "sh") const {
    const Result<ProcessOutput> output =
        RunProcess({.arguments = {shell, "-c", command}, .directory = path_});
    REQUIRE(output);
    REQUIRE(output->exit_code == 0);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace cat4
