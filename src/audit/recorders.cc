#include "audit/recorders.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "cat4/crypto/ssh_signature.h"
#include "cat4/git/tree_diff.h"
#include "cat4/git/tree_source.h"
#include "cat4/governance/landed_decisions.h"
#include "cat4/governance/person_keys.h"

#include "audit/step_source.h"

namespace cat4 {
namespace {

class Finder {
 public:
  Finder(const RecorderSearch& search, StatementsByMeasure wanted)
      : search_(search), store_(*search.repository.objects), wanted_(std::move(wanted)) {}

  ResultOr<StatementsByMeasure, HistoryFault> Run() {
    for (const std::string& id : search_.commits) {
      if (wanted_.empty()) break;
      const ResultOr<std::string, ObjectFault> raw = store_.Get(id, ObjectType::kCommit);
      if (!raw) return tl::unexpected(FaultOf(raw.error(), id));
      const Result<Commit> commit = ParseCommit(*raw, store_.hash());
      if (!commit || !IsSignedWell(*commit)) continue;
      if (id == search_.step_commit) {
        wanted_.clear();
        break;
      }
      if (auto fault = TakeRecorded(id, *commit)) return tl::unexpected(std::move(*fault));
    }
    return std::move(wanted_);
  }

 private:
  // By an active key of somebody active.
  bool IsSignedWell(const Commit& commit) const {
    if (!commit.signature || commit.signature->base64.empty()) return false;
    const std::optional<std::string> blob = DecodeBase64(commit.signature->base64);
    if (!blob) return false;
    const SignatureResult result = VerifySignature(*blob, kCommitNamespace, commit.signature->payload);
    if (!result.valid) return false;
    const KeyOwner owner = FindOwner(search_.people, result.key.blob);
    return owner.person && owner.person->is_active() && StatusOf(*owner.key) == KeyStatus::kActive;
  }

  // Takes from what is wanted that which the commit has and none of its parents.
  std::optional<HistoryFault> TakeRecorded(const std::string& id, const Commit& commit) {
    std::vector<StatementsByMeasure> before;
    std::set<std::string> paths;
    for (const std::string& parent : commit.parents) {
      const ResultOr<HistoryCommit, HistoryFault> read = ReadHistory(store_, parent);
      if (!read) return read.error();
      auto changes = DiffTrees(store_, read->tree, commit.tree, search_.repository.prefix);
      if (!changes) return FaultOf(changes.error(), id);
      const std::set<std::string> changed = PathsIn(*changes);
      auto there = StatementsIn(parent, changed);
      if (!there) return there.error();
      before.push_back(std::move(*there));
      paths.insert(changed.begin(), changed.end());
    }
    if (commit.parents.empty()) {
      auto changes = DiffTrees(store_, "", commit.tree, search_.repository.prefix);
      if (!changes) return FaultOf(changes.error(), id);
      paths = PathsIn(*changes);
    }
    auto here = StatementsIn(id, paths);
    if (!here) return here.error();
    for (const auto& [measure, statements] : *here) {
      for (const std::string& statement : statements) {
        const bool old = std::ranges::any_of(before, [&](StatementsByMeasure& there) {
          const auto found = there.find(measure);
          return found != there.end() && found->second.contains(statement);
        });
        if (!old) Settle(measure, statement);
      }
    }
    return std::nullopt;
  }

  void Settle(const std::string& measure, const std::string& statement) {
    const auto found = wanted_.find(measure);
    if (found == wanted_.end()) return;
    found->second.erase(statement);
    if (found->second.empty()) wanted_.erase(found);
  }

  // Where the wanted measures that differ may have their own files, on either side.
  std::set<std::string> PathsIn(const std::vector<TreeChange>& changes) const {
    std::set<std::string> paths;
    for (const TreeChange& change : changes) {
      const std::string_view measure = MeasureOfPath(change.path);
      if (measure.empty() || !wanted_.contains(std::string(measure))) continue;
      const std::size_t approvals = change.path.find(".approvals/");
      paths.insert(approvals == std::string::npos ? change.path : change.path.substr(0, approvals) + ".yaml");
    }
    return paths;
  }

  ResultOr<StatementsByMeasure, HistoryFault> StatementsIn(const std::string& commit,
                                                           std::set<std::string> paths) const {
    StatementsByMeasure statements;
    if (paths.empty()) return statements;
    const Result<std::unique_ptr<Source>> tree = OpenCommit(search_.repository, commit);
    if (!tree) return tl::unexpected(Unreadable(commit, tree.error().message));
    const std::unique_ptr<Source> view = OpenStepView({.tree = tree->get(),
                                                       .registry = &search_.registry,
                                                       .policy = &search_.registry,
                                                       .paths = std::move(paths)});
    const Loaded loaded = LoadPortfolio(*view);
    if (const auto& fault = store_.first_fault()) return tl::unexpected(FaultOf(*fault, commit));
    for (const Measure& measure : loaded.portfolio->measures) {
      for (const NamedDecision& decision : DecisionsOf(*loaded.portfolio, measure))
        statements[std::string(measure.id->view())].insert(decision.digest);
    }
    return statements;
  }

  HistoryFault Unreadable(const std::string& commit, const std::string& message) const {
    if (const auto& fault = store_.first_fault()) return FaultOf(*fault, commit);
    return {RuleId::kHistoryIncomplete, commit, message};
  }

  const RecorderSearch& search_;
  ObjectStore& store_;
  StatementsByMeasure wanted_;
};

}  // namespace

ResultOr<StatementsByMeasure, HistoryFault> FindUnrecorded(const RecorderSearch& search,
                                                           StatementsByMeasure wanted) {
  return Finder(search, std::move(wanted)).Run();
}

}  // namespace cat4
