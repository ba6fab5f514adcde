#include "cat4/audit/update.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "cat4/base/text.h"
#include "cat4/git/tree_diff.h"
#include "cat4/git/tree_source.h"

#include "audit/measure_paths.h"
#include "audit/registry_step.h"
#include "audit/step_source.h"

namespace cat4 {
namespace {

// Commits of the chain of first parents that changed the files below a path of the tree, each with its
// parent; the newest first.
using Changing = std::vector<std::pair<std::string, std::string>>;
Result<Changing> CommitsChanging(const Repository& repository, const std::string& commit,
                                 const std::string& path) {
  const Result<std::string> lines = repository.Run({"--literal-pathspecs", "rev-list", "--first-parent",
                                                    "--parents", commit, "--", repository.prefix + path});
  if (!lines) return tl::unexpected(lines.error());
  Changing commits;
  for (const std::string_view line : Split(*lines, '\n')) {
    const std::vector<std::string_view> words = Split(line, ' ');
    if (words.size() > 1) commits.emplace_back(words[0], words[1]);
  }
  return commits;
}

// By measure, the commit that had it last before it was deleted on the way to `commit`.
Result<std::map<std::string, std::string>> FindDeleted(const Repository& repository,
                                                       const std::string& commit) {
  const Result<Changing> commits = CommitsChanging(repository, commit, "portfolios");
  if (!commits) return tl::unexpected(commits.error());
  std::map<std::string_view, std::string_view> parents;
  std::string ids;
  for (const auto& [changing, parent] : *commits) {
    parents.emplace(changing, parent);
    ids += fmt::format("{}\n", changing);
  }
  const Result<std::string> deleted =
      repository.Run({"--literal-pathspecs", "diff-tree", "--stdin", "-r", "-z", "--no-renames",
                      "--diff-merges=first-parent", "--diff-filter=D", "--name-only", "--",
                      repository.prefix + "portfolios"},
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

// Which of these measures can be read in the tree of a commit.
ResultOr<std::set<std::string>, HistoryFault> FindReadable(const Repository& repository,
                                                           const AuditState& state,
                                                           const HistoryCommit& commit,
                                                           const std::set<std::string>& ids) {
  std::set<std::string> readable;
  const auto all = DiffTrees(*repository.objects, "", commit.tree, repository.prefix);
  if (!all) return tl::unexpected(FaultOf(all.error(), commit.id));
  MeasurePaths paths;
  paths.Apply(*all);
  std::set<std::string> wanted;
  for (const std::string& id : ids) wanted.insert(paths.PathsOf(id).begin(), paths.PathsOf(id).end());
  const Result<std::unique_ptr<Source>> tree = OpenCommit(repository, commit.tree);
  if (!tree) return tl::unexpected(FaultOf(repository, tree.error(), commit.id));
  const std::unique_ptr<Source> view = OpenStepView(
      {.tree = tree->get(), .registry = state.registry.in_force.get(), .paths = std::move(wanted)});
  const Loaded loaded = LoadStepView(*view, *state.registry.in_force);
  if (const auto& fault = repository.objects->first_fault())
    return tl::unexpected(FaultOf(*fault, commit.id));
  for (const Measure& measure : loaded.portfolio->measures) readable.emplace(measure.id->view());
  return readable;
}

// The last commit before `base` in which a measure that is there, and can't be read, could be; empty if it
// never could.
ResultOr<std::string, HistoryFault> FindLastReadable(const Repository& repository, const AuditState& state,
                                                     const HistoryCommit& base, const std::string& id) {
  for (const std::string& path : state.paths->PathsOf(id)) {
    const Result<Changing> commits = CommitsChanging(repository, base.id, path);
    if (!commits) return tl::unexpected(FaultOf(repository, commits.error(), base.id));
    for (const auto& [changing, parent] : *commits) {
      const auto before = ReadHistory(*repository.objects, parent);
      if (!before) return tl::unexpected(before.error());
      const auto readable = FindReadable(repository, state, *before, {id});
      if (!readable) return tl::unexpected(readable.error());
      if (readable->contains(id)) return parent;
    }
  }
  return std::string();
}

// What the step is about and can't be read in the base is judged from where it was seen last.
std::optional<HistoryFault> FindUnreadable(const Repository& repository, const HistoryCommit& base,
                                           const std::set<std::string>& there, AuditState& state) {
  if (there.empty() || state.registry.in_force->version == 0) return std::nullopt;
  const auto readable = FindReadable(repository, state, base, there);
  if (!readable) return readable.error();
  for (const std::string& id : there) {
    if (readable->contains(id)) continue;
    auto last = FindLastReadable(repository, state, base, id);
    if (!last) return last.error();
    if (!last->empty()) state.gone.emplace(id, std::move(*last));
  }
  return std::nullopt;
}

// Measures that the step changes, and that the base has not, or can't be read in it.
std::optional<HistoryFault> FindReturning(const Repository& repository, const HistoryCommit& base,
                                          const HistoryCommit& tip, AuditState& state) {
  auto changes = DiffTrees(*repository.objects, base.tree, tip.tree, repository.prefix);
  if (!changes) return FaultOf(changes.error(), tip.id);
  std::set<std::string> added, there;
  for (const TreeChange& change : *changes) {
    const std::string id(MeasureOfFile(change.path));
    if (id.empty()) continue;
    if (!state.paths->PathsOf(id).empty())
      there.insert(id);
    else if (!change.after.id.empty())
      added.insert(id);
  }
  if (auto fault = FindUnreadable(repository, base, there, state)) return fault;
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

ResultOr<UpdateVerdict, HistoryFault> JudgeAsOneStep(const Repository& repository, const HistoryCommit& base,
                                                     AuditState state, const HistoryCommit& tip,
                                                     const std::vector<std::string>& tips) {
  if (auto fault = FindReturning(repository, base, tip, state)) return tl::unexpected(std::move(*fault));
  auto findings = JudgeStep(repository, {.before = &base, .after = &tip, .tips = tips}, state);
  if (!findings) return tl::unexpected(std::move(findings.error()));
  LeaveOutEndorsed(state.registry, *findings);
  return UpdateVerdict{
      .findings = std::move(*findings), .steps = 1, .judged = state.registry.in_force->version > 0};
}

ResultOr<UpdateVerdict, HistoryFault> JudgeEachStep(const Repository& repository, const std::string& base,
                                                    const std::string& tip) {
  ObjectStore& store = *repository.objects;
  const auto chain = FirstParents(repository, tip, base);
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
