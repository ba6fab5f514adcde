#include "cli/hooks.h"

#include "cat4/base/text.h"

namespace cat4 {
namespace {

// A line where it can't be installed, or another one is there.
std::string InstallOne(const Repository& repository, const Environment& environment, std::string_view name) {
  const std::string command = fmt::format("{} hook {}", ShellQuoted(environment.program), name);
  const Result<HookState> state = InstallHook(repository, name, command);
  if (!state) return state.error().message + "\n";
  if (*state != HookState::kForeign) return {};
  return fmt::format("there is a {} hook already, which was left alone; let it call: {}\n", name, command);
}

// Pulls rebase: a merge would make the old main the second parent.
std::string HavePullsRebase(const Repository& repository) {
  if (const Result<void> set = SetConfigDefault(repository, "pull.rebase", "true"); !set)
    return set.error().message + "\n";
  const auto merges = repository.Try({"config", "--type=bool", "--get", "pull.rebase"});
  if (!merges || merges->out != "false\n") return {};
  return "git's pull.rebase is false here, and was left alone; a merge by 'git pull' makes the main branch a "
         "side branch: 'git config pull.rebase true'\n";
}

}  // namespace

std::string InstallHooks(const Repository& repository, const Environment& environment) {
  return InstallOne(repository, environment, "pre-commit") + InstallOne(repository, environment, "pre-push") +
         HavePullsRebase(repository);
}

std::string InstallServerHook(const Repository& repository, const Environment& environment) {
  return InstallOne(repository, environment, "pre-receive");
}

std::string HintOnSigning(const Repository& repository) {
  const Result<ProcessOutput> signs = repository.Try({"config", "--type=bool", "--get", "commit.gpgSign"});
  if ((signs && signs->out == "true\n") || !repository.Config("user.signingKey")) return {};
  return ": 'git config commit.gpgSign true' keeps decisions' commits signed when they do";
}

}  // namespace cat4
