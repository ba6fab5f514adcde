#include "cli/hooks.h"

#include "cat4/base/text.h"

namespace cat4 {

std::string InstallHooks(const Repository& repository, const Environment& environment) {
  const std::string command = ShellQuoted(environment.program) + " hook pre-commit";
  std::string remarks;
  const Result<HookState> state = InstallHook(repository, "pre-commit", command);
  if (!state) {
    remarks += state.error().message + "\n";
  } else if (*state == HookState::kForeign) {
    remarks +=
        fmt::format("there is a pre-commit hook already, which was left alone; let it call: {}\n", command);
  }
  if (const Result<void> set = SetConfigDefault(repository, "pull.rebase", "true"); !set) {
    remarks += set.error().message + "\n";
  } else if (const auto merges = repository.Try({"config", "--type=bool", "--get", "pull.rebase"});
             merges && merges->out == "false\n") {
    remarks +=
        "git's pull.rebase is false here, and was left alone; a merge by 'git pull' makes the main branch a "
        "side branch: 'git config pull.rebase true'\n";
  }
  return remarks;
}

std::string HintOnSigning(const Repository& repository) {
  const Result<ProcessOutput> signs = repository.Try({"config", "--type=bool", "--get", "commit.gpgSign"});
  if ((signs && signs->out == "true\n") || !repository.Config("user.signingKey")) return {};
  return ": 'git config commit.gpgSign true' keeps decisions' commits signed when they do";
}

}  // namespace cat4
