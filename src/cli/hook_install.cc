#include "cat4/base/text.h"

#include "cli/hooks.h"
#include "cli/workspace.h"

namespace cat4 {
namespace {

constexpr Example kExamples[] = {
    {"cat4 hook install", "in every clone, once; and again when the program moves"}};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<std::string> root = FindRoot(StartDirectory(invocation, environment));
  if (!root) return tl::unexpected(root.error());
  const Result<Repository> repository = Repository::Open(*root);
  if (!repository) return tl::unexpected(repository.error());
  const std::string remarks = InstallHooks(*repository, environment);
  if (remarks.empty()) {
    if (!invocation.Has("--quiet"))
      environment.err.Write(
          fmt::format("the pre-commit hook is installed; pulls rebase{}\n", HintOnSigning(*repository)));
    return 0;
  }
  return tl::unexpected(Failure{FailureKind::kRefused, remarks.substr(0, remarks.size() - 1)});
}

}  // namespace

extern const Command kHookInstallCommand;
const Command kHookInstallCommand{
    .name = "hook install",
    .summary = "have git ask cat4 before it commits",
    .description =
        "Writes a pre-commit hook that runs 'cat4 hook pre-commit' by this "
        "program's absolute path, and sets\n"
        "pull.rebase unless it is set. A hook of yours is left alone; then the "
        "line it should call is printed,\n"
        "and the exit code is 1. git does not ask it before merges. A pull that "
        "rebases makes commits of yours\n"
        "anew: with 'git config commit.gpgSign true' they are signed anew as "
        "well, those of decisions too.",
    .arguments = {},
    .options = {},
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
