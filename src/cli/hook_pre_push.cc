#include "cat4/base/text.h"

#include "cli/branch_update.h"
#include "cli/command.h"
#include "cli/workspace.h"

namespace cat4 {
namespace {

constexpr Example kExamples[] = {
    {"cat4 hook pre-push", "what git runs before a push, once 'cat4 hook install' has set it up"}};

// What the remote has is not here: git will refuse the push, or overwrite what nobody here has seen.
bool IsUnknown(const Repository& repository, const BranchUpdate& update) {
  return !update.before.empty() && !repository.FindCommit(update.before);
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const auto updates = ReadUpdates(environment, 4);
  if (!updates) return tl::unexpected(updates.error());
  const Result<Repository> repository = Repository::OpenToRead(StartDirectory(invocation, environment));
  if (!repository) return tl::unexpected(repository.error());
  bool may = true;
  for (const std::vector<std::string>& words : *updates) {
    const BranchUpdate update{.ref = words[2], .before = IdOrNone(words[3]), .after = IdOrNone(words[1])};
    if (IsUnknown(*repository, update)) {
      environment.err.Write(
          fmt::format("cat4: '{}' has commits at the remote that are not here: 'git fetch' first\n",
                      Printable(update.ref)));
      may = false;
      continue;
    }
    const Result<bool> one = MayLand(*repository, update, environment);
    if (!one) return tl::unexpected(one.error());
    may = may && *one;
  }
  return may ? 0 : 1;
}

}  // namespace

extern const Command kHookPrePushCommand;
const Command kHookPrePushCommand{
    .name = "hook pre-push",
    .summary = "refuse to push what the server would have to refuse",
    .description =
        "Judges a push as 'cat4 hook pre-receive' does at the server: of the governed branch each new step,\n"
        "that it goes on from where the remote stands along first parents (a merge made by a plain 'git "
        "pull'\n"
        "does not), and that it is not deleted.",
    .arguments = {},
    .options = {},
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
