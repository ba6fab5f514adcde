#include "cat4/git/merge_tree.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <stdlib.h>

#include "cat4/base/text.h"
#include "cat4/base/write_file.h"
#include "cat4/git/object_store.h"

#include "git/run_git.h"

namespace cat4 {
namespace {

namespace fs = std::filesystem;

// git in the private repository, with nobody's configuration.
Process PrivateGit(const std::string& directory, std::vector<std::string> arguments) {
  Process process = GitProcess(directory, std::move(arguments));
  process.environment.emplace_back("GIT_CONFIG_NOSYSTEM", "1");
  process.environment.emplace_back("GIT_CONFIG_SYSTEM", "/dev/null");
  process.environment.emplace_back("GIT_CONFIG_GLOBAL", "/dev/null");
  process.environment.emplace_back("GIT_CONFIG_COUNT", "0");
  process.environment.emplace_back("GIT_CONFIG_PARAMETERS", std::nullopt);
  process.environment.emplace_back("GIT_ATTR_NOSYSTEM", "1");
  return process;
}

Result<std::shared_ptr<ScratchDirectory>> MakeScratch() {
  std::error_code error;
  const fs::path above = fs::temp_directory_path(error);
  if (error) return Fail("there is no directory for temporary files: {}", error.message());
  std::string path = (fs::absolute(above) / "cat4-merge-XXXXXX").string();
  if (!mkdtemp(path.data())) return Fail("can't make '{}': {}", Printable(path), std::strerror(errno));
  return std::make_shared<ScratchDirectory>(std::move(path));
}

// The private repository sees the objects of the first, and where its history ends.
Result<void> Borrow(const Repository& repository, const std::string& directory) {
  std::string alternates = repository.common_dir + "/objects\n";
  if (repository.quarantine) alternates += repository.quarantine->object_directory + "\n";
  if (alternates.find('"') != std::string::npos)
    return Fail("can't borrow the objects of '{}': a quotation mark in its path",
                Printable(repository.common_dir));
  if (const Result<void> put = PutFile(directory, "objects/info/alternates", alternates); !put) return put;
  std::error_code error;
  if (repository.IsShallow())
    fs::copy_file(repository.common_dir + "/shallow", directory + "/shallow", error);
  return error ? Fail("can't copy where the history of a shallow clone ends: {}", error.message())
               : Result<void>();
}

}  // namespace

ScratchDirectory::~ScratchDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

Result<MergedTree> MergeTrees(const Repository& repository, const std::string& ours,
                              const std::string& theirs) {
  Result<std::shared_ptr<ScratchDirectory>> scratch = MakeScratch();
  if (!scratch) return tl::unexpected(scratch.error());
  const std::string& directory = (*scratch)->path();
  const std::string format = repository.hash() == GitHash::kSha256 ? "sha256" : "sha1";
  const Result<ProcessOutput> made = RunProcess(
      PrivateGit(directory, {"init", "--quiet", "--bare", "--template=", "--object-format=" + format}));
  if (!made) return tl::unexpected(made.error());
  if (!made->succeeded()) return Fail("git init failed: {}", made->Complaint());
  if (const Result<void> borrowed = Borrow(repository, directory); !borrowed)
    return tl::unexpected(borrowed.error());
  const Result<ProcessOutput> output =
      RunProcess(PrivateGit(directory, {"merge-tree", "--write-tree", "--name-only", "-z", ours, theirs}));
  if (!output) return tl::unexpected(output.error());
  if (output->exit_code > 1) return Fail("git merge-tree failed: {}", output->Complaint());
  MergedTree merged;
  const std::vector<std::string_view> parts = Split(output->out, '\0');
  if (output->exit_code == 0) merged.tree = parts.front();
  for (std::size_t i = 1; output->exit_code == 1 && i < parts.size() && !parts[i].empty(); ++i)
    merged.conflicts.emplace_back(parts[i]);
  merged.repository = repository;
  merged.repository.top = merged.repository.git_dir = merged.repository.common_dir = directory;
  merged.repository.bare = true;
  merged.repository.quarantine.reset();
  merged.repository.objects = std::make_shared<ObjectStore>(directory, repository.hash());
  merged.scratch = std::move(*scratch);
  return merged;
}

}  // namespace cat4
