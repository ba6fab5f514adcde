#include "cat4/audit/update.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "cat4/base/text.h"
#include "cat4/git/tree_diff.h"

#include "audit/measure_paths.h"
#include "audit/registry_step.h"

namespace cat4 {
namespace {

// By measure, the commit that had it last before it was deleted on the way to `commit`.
Result<std::map<std::string, std::string>> FindDeleted(const Repository& repository,
                                                       const std::string& commit) {
  const std::string below = repository.prefix + "portfolios";
  const Result<std::string> commits =
      repository.Run({"--literal-pathspecs", "rev-list", "--first-parent", "--parents", commit, "--", below});
  if (!commits) return tl::unexpected(commits.error());
  std::map<std::string_view, std::string_view> parents;
  std::string ids;
  for (const std::string_view line : Split(*commits, '\n')) {
    const std::vector<std::string_view> words = Split(line, ' ');
    if (words.size() < 2) continue;
    parents.emplace(words[0], words[1]);
    ids += fmt::format("{}\n", words[0]);
  }
  const Result<std::string> deleted =
      repository.Run({"--literal-pathspecs", "diff-tree", "--stdin", "-r", "-z", "--no-renames",
                      "--diff-merges=first-parent", "--diff-filter=D", "--name-only", "--", below},
                     std::move(ids));
  if (!deleted) return tl::unexpected(deleted.error());
  std::map<std::string, std::string> last;
  std::string_view by;
  for (const std::string_view word : Split(*deleted, '\0')) {
    if (const auto parent = parents.find(word); parent != parents.end()) {
      by = parent->second;
    } else if (const std::string_view id = MeasureOfFile(word); !id.empty()) {
      last.emplace(id, by);
    }
  }
  return last;
}

// Those that the tip has again, and the base has not.
std::optional<HistoryFault> FindReturning(const Repository& repository, const HistoryCommit& base,
                                          const HistoryCommit& tip, AuditState& state) {
  auto changes = DiffTrees(*repository.objects, base.tree, tip.tree, repository.prefix);
  if (!changes) return FaultOf(changes.error(), tip.id);
  std::set<std::string> added;
  for (const TreeChange& change : *changes) {
    const std::string id(MeasureOfFile(change.path));
    if (!id.empty() && !change.after.id.empty() && state.paths->PathsOf(id).empty()) added.insert(id);
  }
  if (added.empty()) return std::nullopt;
  const auto deleted = FindDeleted(repository, base.id);
  if (!deleted) return FaultOf(repository, deleted.error(), base.id);
  for (const auto& [id, commit] : *deleted) {
    if (added.contains(id)) state.gone.emplace(id, commit);
  }
  return std::nullopt;
}

}  // namespace

ResultOr<AuditState, HistoryFault> StateAt(const Repository& repository, const HistoryCommit& commit) {
  AuditState state;
  Result<RegistryState> registry = FindRegistry(repository, commit.id);
  if (!registry) return tl::unexpected(FaultOf(repository, registry.error(), commit.id));
  state.registry = std::move(*registry);
  state.lacks_evidence.reset();
  const auto all = DiffTrees(*repository.objects, "", commit.tree, repository.prefix);
  if (!all) return tl::unexpected(FaultOf(all.error(), commit.id));
  state.paths->Apply(*all);
  return state;
}

ResultOr<UpdateVerdict, HistoryFault> JudgeAsOneStep(const Repository& repository, const std::string& base,
                                                     const HistoryCommit& tip,
                                                     const std::vector<std::string>& tips) {
  const auto before = ReadHistory(*repository.objects, base);
  if (!before) return tl::unexpected(before.error());
  auto state = StateAt(repository, *before);
  if (!state) return tl::unexpected(std::move(state.error()));
  if (auto fault = FindReturning(repository, *before, tip, *state)) return tl::unexpected(std::move(*fault));
  auto findings = JudgeStep(repository, {.before = &*before, .after = &tip, .tips = tips}, *state);
  if (!findings) return tl::unexpected(std::move(findings.error()));
  LeaveOutEndorsed(state->registry, *findings);
  return UpdateVerdict{
      .findings = std::move(*findings), .steps = 1, .judged = state->registry.in_force->version > 0};
}

ResultOr<UpdateVerdict, HistoryFault> JudgeEachStep(const Repository& repository, const std::string& base,
                                                    const std::string& tip) {
  ObjectStore& store = *repository.objects;
  const auto chain = FirstParents(store, tip, base);
  if (!chain) return tl::unexpected(chain.error());
  AuditState state;
  ResultOr<HistoryCommit, HistoryFault> before = HistoryCommit();
  if (!base.empty()) {
    before = ReadHistory(store, base);
    if (!before) return tl::unexpected(std::move(before.error()));
    auto there = StateAt(repository, *before);
    if (!there) return tl::unexpected(std::move(there.error()));
    state = std::move(*there);
    if (auto fault = chain->empty() ? std::nullopt : FindReturning(repository, *before, chain->back(), state))
      return tl::unexpected(std::move(*fault));
  }
  UpdateVerdict verdict;
  const HistoryCommit* last = base.empty() ? nullptr : &*before;
  for (const HistoryCommit& commit : *chain) {
    auto findings = JudgeStep(repository, {.before = last, .after = &commit, .tips = {commit.id}}, state);
    if (!findings) return tl::unexpected(std::move(findings.error()));
    std::ranges::move(*findings, std::back_inserter(verdict.findings));
    ++verdict.steps;
    last = &commit;
  }
  LeaveOutEndorsed(state.registry, verdict.findings);
  verdict.judged = state.registry.in_force->version > 0;
  return verdict;
}

}  // namespace cat4
