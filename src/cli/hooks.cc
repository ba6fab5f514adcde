#include "cli/hooks.h"

#include "cat4/base/text.h"

namespace cat4 {
namespace {

// For sh: in single quotes, which a single quote ends, escapes itself and opens again.
std::string Quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

}  // namespace

std::string InstallHooks(const Repository& repository, const Environment& environment) {
  const std::string command = Quoted(environment.program) + " hook pre-commit";
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

}  // namespace cat4
