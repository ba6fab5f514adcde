#include "cat4/audit/registry_line.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cat4/audit/history.h"
#include "cat4/diagnostics/placed_finding.h"
#include "cat4/git/object_store.h"
#include "cat4/git/tree_diff.h"
#include "cat4/git/tree_source.h"

#include "audit/registry_step.h"

namespace cat4 {
namespace {

struct Line {
  std::vector<HistoryCommit> commits;  // the earliest first
  bool cut_off = false;                // a shallow clone has no more of it
};

ResultOr<Line, HistoryFault> LineTo(const Repository& repository, const std::string& tip) {
  const std::set<std::string> shallow = repository.ShallowCommits();
  Line line;
  for (std::string at = tip; !at.empty();) {
    ResultOr<HistoryCommit, HistoryFault> commit = ReadHistory(*repository.objects, at);
    if (!commit) return tl::unexpected(std::move(commit.error()));
    line.cut_off = shallow.contains(at) && !commit->parents.empty();
    at = line.cut_off || commit->parents.empty() ? std::string() : commit->parents.front();
    line.commits.push_back(std::move(*commit));
  }
  std::ranges::reverse(line.commits);
  return line;
}

using Entries = std::vector<TreeEntry>;

// What the tree has of the registry: equal where nothing of it changed.
ResultOr<Entries, ObjectFault> RegistryEntries(const Repository& repository, const std::string& tree) {
  ResultOr<Entries, ObjectFault> entries = ListTree(*repository.objects, tree, repository.prefix);
  if (!entries) return entries;
  const auto parts = RegistryParts();
  std::erase_if(*entries,
                [&](const TreeEntry& entry) { return std::ranges::find(parts, entry.name) == parts.end(); });
  return entries;
}

// What was in force where a shallow clone begins.
Result<RegistryState> StateAtBoundary(const Repository& repository, const HistoryCommit& commit) {
  auto files = OpenCommit(repository, commit.tree, RegistryParts());
  if (!files) return tl::unexpected(files.error());
  std::optional<RegistryState> taken = TakeRatified(std::move(*files));
  if (taken) return std::move(*taken);
  return Fail(
      "this clone is shallow, and the registry where it begins, at {}, is not the one that was ratified "
      "last: which one is in force can't be seen; 'git fetch --unshallow' brings the rest",
      commit.id.substr(0, 12));
}

}  // namespace

Result<RegistryState> FindRegistry(const Repository& repository, const std::string& commit) {
  const ResultOr<Line, HistoryFault> line = LineTo(repository, commit);
  if (!line) return Fail("{}", line.error().message);
  RegistryState state;
  Entries before;
  std::vector<PlacedFinding> ignored;  // whoever audits reports them
  for (const HistoryCommit& one : line->commits) {
    ResultOr<Entries, ObjectFault> entries = RegistryEntries(repository, one.tree);
    if (!entries) return tl::unexpected(FailureOf(entries.error()));
    if (*entries == before) continue;
    before = std::move(*entries);
    auto files = OpenCommit(repository, one.tree, RegistryParts());
    if (!files) return tl::unexpected(files.error());
    JudgeRegistry(std::move(*files), state, ignored);
    const bool unknown = line->cut_off && &one == line->commits.data() && state.files;
    if (!unknown || state.in_force->version > 0) continue;
    Result<RegistryState> taken = StateAtBoundary(repository, one);
    if (!taken) return taken;
    state = std::move(*taken);
  }
  // What can't be read does not come into force: that is for registries which everybody reads so.
  if (const Result<void> all = repository.objects->CheckAllCame(); !all) return tl::unexpected(all.error());
  return state;
}

}  // namespace cat4
