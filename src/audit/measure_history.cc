#include "cat4/audit/measure_history.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "cat4/git/tree_diff.h"
#include "cat4/git/tree_source.h"
#include "cat4/governance/landed_decisions.h"

#include "audit/measure_paths.h"
#include "audit/recorders.h"
#include "audit/step_source.h"

namespace cat4 {
namespace {

class OriginFinder {
 public:
  OriginFinder(const Repository& repository, const std::string& measure, const RatifiedRegistry& registry)
      : repository_(repository), store_(*repository.objects), measure_(measure), registry_(registry) {}

  ResultOr<std::map<std::string, DecisionOrigin>, HistoryFault> Run(const std::string& tip) {
    const auto chain = FirstParents(repository_, tip, "");
    if (!chain) return tl::unexpected(chain.error());
    const HistoryCommit* before = nullptr;
    for (const HistoryCommit& commit : *chain) {
      if (auto fault = Step(before, commit)) return tl::unexpected(std::move(*fault));
      before = &commit;
    }
    return std::move(origins_);
  }

 private:
  std::optional<HistoryFault> Step(const HistoryCommit* before, const HistoryCommit& commit) {
    auto changes = DiffTrees(store_, before ? before->tree : "", commit.tree, repository_.prefix);
    if (!changes) return FaultOf(changes.error(), commit.id);
    paths_.Apply(*changes);
    const bool touched = std::ranges::any_of(
        *changes, [&](const TreeChange& change) { return MeasureOfPath(change.path) == measure_; });
    if (!touched) return std::nullopt;
    auto there = StatementsAt(commit);
    if (!there) return std::move(there.error());
    std::set<std::string> added;
    std::ranges::copy_if(*there, std::inserter(added, added.end()),
                         [&](const std::string& statement) { return !origins_.contains(statement); });
    return added.empty() ? std::nullopt : NoteLanded(before, commit, added);
  }

  ResultOr<std::set<std::string>, HistoryFault> StatementsAt(const HistoryCommit& commit) const {
    const Result<std::unique_ptr<Source>> tree = OpenCommit(repository_, commit.tree);
    if (!tree) return tl::unexpected(FaultOf(repository_, tree.error(), commit.id));
    const std::unique_ptr<Source> view =
        OpenStepView({.tree = tree->get(), .registry = &registry_, .paths = paths_.PathsOf(measure_)});
    const Loaded loaded = LoadStepView(*view, registry_);
    if (const auto& fault = store_.first_fault()) return tl::unexpected(FaultOf(*fault, commit.id));
    std::set<std::string> statements;
    for (const Measure& measure : loaded.portfolio->measures) {
      for (const NamedDecision& decision : DecisionsOf(*loaded.portfolio, measure))
        statements.insert(decision.digest);
    }
    return statements;
  }

  std::optional<HistoryFault> NoteLanded(const HistoryCommit* before, const HistoryCommit& commit,
                                         const std::set<std::string>& added) {
    DecisionOrigin origin{.landed = commit.id, .author = AuthorOf(commit.id), .recorded = {}, .recorder = {}};
    auto between = CommitsBetween(repository_, before ? before->id : "", {commit.id});
    if (!between) return std::move(between.error());
    const bool alone = before && commit.parents.size() == 1;
    const auto recorders = FindRecorders({.repository = repository_,
                                          .registry = registry_,
                                          .people = *registry_.portfolio,
                                          .commits = std::move(*between),
                                          .step_commit = alone ? commit.id : std::string()},
                                         {{measure_, added}});
    if (!recorders) return recorders.error();
    for (const std::string& statement : added) {
      const auto found = recorders->found.find(statement);
      DecisionOrigin& here = origins_.emplace(statement, origin).first->second;
      if (found == recorders->found.end()) continue;
      here.recorded = found->second.commit;
      here.recorder = found->second.person;
    }
    return std::nullopt;
  }

  CommitPerson AuthorOf(const std::string& id) const {
    const auto raw = store_.Get(id, ObjectType::kCommit);
    const Result<Commit> commit = raw ? ParseCommit(*raw, store_.hash()) : Result<Commit>(Commit());
    return commit ? commit->author : CommitPerson();
  }

  const Repository& repository_;
  ObjectStore& store_;
  const std::string& measure_;
  const RatifiedRegistry& registry_;
  MeasurePaths paths_;
  std::map<std::string, DecisionOrigin> origins_;
};

}  // namespace

ResultOr<std::map<std::string, DecisionOrigin>, HistoryFault> FindOrigins(const Repository& repository,
                                                                          const std::string& tip,
                                                                          const std::string& measure,
                                                                          const RatifiedRegistry& registry) {
  return OriginFinder(repository, measure, registry).Run(tip);
}

}  // namespace cat4
