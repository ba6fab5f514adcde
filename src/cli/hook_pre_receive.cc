#include <algorithm>
#include <filesystem>

#include "cli/branch_update.h"
#include "cli/command.h"
#include "cli/workspace.h"

namespace cat4 {
namespace {

constexpr Example kExamples[] = {
    {"cat4 hook pre-receive", "what git runs on the server, once 'cat4 hook install' has set it up there"}};

// Git runs it in the repository's own directory, also where that lies in a work tree.
std::string RepositoryDirectory(const std::string& start) {
  const std::filesystem::path path(start);
  return path.filename() == ".git" ? path.parent_path().string() : start;
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const auto updates = ReadUpdates(environment, 3);
  if (!updates) return tl::unexpected(updates.error());
  const Result<Repository> repository = Repository::OpenToRead(
      RepositoryDirectory(StartDirectory(invocation, environment)), environment.git_quarantine);
  if (!repository) return tl::unexpected(repository.error());
  bool may = true;
  for (const std::vector<std::string>& words : *updates) {
    const BranchUpdate update{.ref = words[2], .before = IdOrNone(words[0]), .after = IdOrNone(words[1])};
    const Result<bool> one = MayLand(*repository, update, environment);
    if (!one) return tl::unexpected(one.error());
    may = may && *one;
  }
  return may ? 0 : 1;
}

}  // namespace

extern const Command kHookPreReceiveCommand;
const Command kHookPreReceiveCommand{
    .name = "hook pre-receive",
    .summary = "refuse a push that lands what was not decided",
    .description =
        "Reads from git, on standard input, what a push would do. Of the governed branch, which policy "
        "names,\n"
        "each new step is judged as the audit will judge it, and a push with an error is refused as a "
        "whole.\n"
        "So are a push that deletes the branch, and one that does not continue it: the commit where it "
        "stands\n"
        "must be among the first parents of the new one. A branch that begins is audited whole.",
    .arguments = {},
    .options = {},
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
