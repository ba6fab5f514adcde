#include "cat4/base/text.h"

#include "cli/hooks.h"
#include "cli/workspace.h"

namespace cat4 {
namespace {

constexpr Example kExamples[] = {
    {"cat4 hook install", "in every clone, once; and again when the program moves"}};

tl::unexpected<Failure> NotWhole(const std::string& remarks) {
  return tl::unexpected(Failure{FailureKind::kRefused, remarks.substr(0, remarks.size() - 1)});
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const std::string start = StartDirectory(invocation, environment);
  const Result<Repository> server = Repository::OpenToRead(start);
  const bool bare = server && server->bare;
  const Result<std::string> root = bare ? start : FindRoot(start);
  if (!root) return tl::unexpected(root.error());
  const Result<Repository> repository = bare ? server : Repository::Open(*root);
  if (!repository) return tl::unexpected(repository.error());
  const std::string remarks =
      bare ? InstallServerHook(*repository, environment) : InstallHooks(*repository, environment);
  if (!remarks.empty()) return NotWhole(remarks);
  if (invocation.Has("--quiet")) return 0;
  environment.err.Write(bare
                            ? "the pre-receive hook is installed\n"
                            : fmt::format("the hooks pre-commit and pre-push are installed; pulls rebase{}\n",
                                          HintOnSigning(*repository)));
  return 0;
}

}  // namespace

extern const Command kHookInstallCommand;
const Command kHookInstallCommand{
    .name = "hook install",
    .summary = "have git ask cat4 before it commits, pushes, or takes a push",
    .description =
        "In a clone, writes hooks that run 'cat4 hook pre-commit' and 'cat4 hook pre-push' by this "
        "program's\n"
        "absolute path, and sets pull.rebase unless it is set; in a bare repository, to which others push, "
        "one\n"
        "that runs 'cat4 hook pre-receive'. A hook of yours is left alone; then the line it should call is\n"
        "printed, and the exit code is 1. git asks pre-commit before no merge. A pull that rebases makes\n"
        "commits of yours anew: with 'git config commit.gpgSign true' they are signed anew as well, those "
        "of\n"
        "decisions too.",
    .arguments = {},
    .options = {},
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
