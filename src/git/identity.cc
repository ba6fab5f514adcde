#include "cat4/git/identity.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <sys/stat.h>

#include "cat4/base/text.h"
#include "cat4/base/write_file.h"

#include "git/run_git.h"

namespace cat4 {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = "# installed by cat4";

}  // namespace

Result<Identity> FindIdentity(const std::string& directory) {
  Result<std::string> name = ConfigIn(directory, {"user.name"});
  if (!name) return tl::unexpected(name.error());
  Result<std::string> email = ConfigIn(directory, {"user.email"});
  if (!email) return tl::unexpected(email.error());
  if (name->empty())
    return Fail("git does not know your name; set it: git config --global user.name \"Your Name\"");
  if (email->empty())
    return Fail("git does not know your e-mail; set it: git config --global user.email you@example.com");
  return Identity{std::move(*name), std::move(*email)};
}

Result<void> CreateRepository(const std::string& directory, std::string_view branch) {
  const Result<ProcessOutput> output =
      RunProcess(GitProcess(directory, {"init", "--quiet", fmt::format("--initial-branch={}", branch)}));
  if (!output) return tl::unexpected(output.error());
  if (!output->succeeded()) return Fail("git init failed: {}", output->Complaint());
  return {};
}

Result<HookState> InstallHook(const Repository& repository, std::string_view name, std::string_view command) {
  const Result<std::string> path =
      repository.Run({"rev-parse", "--path-format=absolute", "--git-path", "hooks"});
  if (!path) return tl::unexpected(path.error());
  const std::string directory = WithoutLineEnd(*path);
  if (!directory.starts_with(repository.common_dir + "/") && !directory.starts_with(repository.top + "/"))
    return Fail("core.hooksPath is '{}', outside of this repository; let the {} hook there call: {}",
                Printable(directory), name, command);
  std::error_code error;
  fs::create_directories(directory, error);
  const fs::path file = fs::path(directory) / name;
  if (fs::exists(fs::symlink_status(file, error))) {
    std::ifstream old(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(old), {}};
    if (text.find(kMark) == std::string::npos) return HookState::kForeign;
    const std::string wanted = fmt::format("\nexec {}\n", command);
    if (text.ends_with(wanted)) return HookState::kAlreadyOurs;
  }
  const std::string text =
      fmt::format("#!/bin/sh\n{}; 'cat4 hook install' writes it anew\nexec {}\n", kMark, command);
  if (const Result<void> written = WriteFile(directory, name, text); !written)
    return tl::unexpected(written.error());
  if (chmod(file.c_str(), 0755) != 0) return Fail("can't make '{}' executable", Printable(file.string()));
  return HookState::kInstalled;
}

Result<void> SetConfigDefault(const Repository& repository, std::string_view key, std::string_view value) {
  if (repository.Config(key)) return {};
  const Result<std::string> set = repository.Run({"config", "--local", std::string(key), std::string(value)});
  if (!set) return tl::unexpected(set.error());
  return {};
}

}  // namespace cat4
