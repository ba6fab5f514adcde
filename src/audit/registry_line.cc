#include "cat4/audit/registry_line.h"

#include <utility>

#include <fmt/format.h>

#include "cat4/base/text.h"
#include "cat4/diagnostics/placed_finding.h"
#include "cat4/git/object_store.h"
#include "cat4/git/tree_source.h"

#include "audit/registry_step.h"

namespace cat4 {
namespace {

// Those that may have changed it, the earliest first.
Result<std::string> CommitsOf(const Repository& repository, const std::string& commit) {
  std::vector<std::string> arguments = {"--literal-pathspecs", "rev-list", "--first-parent",
                                        "--reverse",           commit,     "--"};
  for (const std::string_view part : RegistryParts())
    arguments.push_back(fmt::format("{}{}", repository.prefix, part));
  return repository.Run(std::move(arguments));
}

}  // namespace

Result<RegistryState> FindRegistry(const Repository& repository, const std::string& commit) {
  RegistryState state;
  const Result<std::string> commits = CommitsOf(repository, commit);
  if (!commits) return tl::unexpected(commits.error());
  bool first = true;
  std::vector<PlacedFinding> ignored;  // whoever audits reports them
  for (const std::string_view one : Split(*commits, '\n')) {
    if (one.empty()) continue;
    const auto open = [&] { return OpenCommit(repository, std::string(one), RegistryParts()); };
    Result<std::unique_ptr<Source>> files = open();
    if (!files) return tl::unexpected(files.error());
    JudgeRegistry(std::move(*files), state, ignored);
    const bool cut_off = std::exchange(first, false) && repository.IsShallow();
    if (!cut_off || !state.files || state.in_force->version > 0) continue;
    files = open();
    if (!files) return tl::unexpected(files.error());
    std::optional<RegistryState> taken = TakeRegistry(std::move(*files));
    if (!taken)
      return Fail(
          "this clone is shallow, and the registry where it begins, at {}, is not the one that was ratified "
          "last: which one is in force can't be seen; 'git fetch --unshallow' brings the rest",
          one.substr(0, 12));
    state = std::move(*taken);
  }
  // What can't be read does not come into force: that is for registries which everybody reads so.
  if (const Result<void> all = repository.objects->CheckAllCame(); !all) return tl::unexpected(all.error());
  return state;
}

}  // namespace cat4
