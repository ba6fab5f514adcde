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

  ResultOr<Recorders, HistoryFault> Run() {
    for (const std::string& id : search_.commits) {
      if (wanted_.empty()) break;
      const ResultOr<std::string, ObjectFault> raw = store_.Get(id, ObjectType::kCommit);
      if (!raw) return tl::unexpected(FaultOf(raw.error(), id));
      const Result<Commit> commit = ParseCommit(*raw, store_.hash());
      if (!commit) continue;
      recorder_ = {.commit = id, .person = SignerOf(*commit)};
      if (recorder_.person.empty()) continue;
      if (id == search_.step_commit) {
        const StatementsByMeasure all = wanted_;
        Settle(all);
      } else if (auto fault = TakeRecorded(id, *commit)) {
        return tl::unexpected(std::move(*fault));
      }
    }
    return Recorders{std::move(found_), std::move(wanted_)};
  }

 private:
  // Somebody active, by an active key; empty if it is nobody's.
  std::string SignerOf(const Commit& commit) const {
    if (!commit.signature || commit.signature->base64.empty()) return {};
    const std::optional<std::string> blob = DecodeBase64(commit.signature->base64);
    if (!blob) return {};
    const SignatureResult result = VerifySignature(*blob, kCommitNamespace, commit.signature->payload);
    if (!result.valid) return {};
    const KeyOwner owner = FindOwner(search_.people, result.key.blob);
    const bool good = owner.person && owner.person->is_active() && StatusOf(*owner.key) == KeyStatus::kActive;
    return good ? std::string(owner.person->id->view()) : std::string();
  }

  void Settle(const StatementsByMeasure& recorded) {
    for (const auto& [measure, statements] : recorded) {
      for (const std::string& statement : statements) Settle(measure, statement);
    }
  }

  // Takes from what is wanted that which the commit has and none of its parents.
  std::optional<HistoryFault> TakeRecorded(const std::string& id, const Commit& commit) {
    // Files that differ from one parent may be those of another one, which has the decision then.
    std::set<std::string> paths;
    for (const std::string& parent : commit.parents) {
      const ResultOr<HistoryCommit, HistoryFault> read = ReadHistory(store_, parent);
      if (!read) return read.error();
      auto changes = DiffTrees(store_, read->tree, commit.tree, search_.repository.prefix);
      if (!changes) return FaultOf(changes.error(), id);
      paths.merge(PathsIn(*changes));
    }
    std::vector<StatementsByMeasure> before;
    for (const std::string& parent : commit.parents) {
      auto there = StatementsIn(parent, paths);
      if (!there) return there.error();
      before.push_back(std::move(*there));
    }
    if (commit.parents.empty()) {
      auto changes = DiffTrees(store_, "", commit.tree, search_.repository.prefix);
      if (!changes) return FaultOf(changes.error(), id);
      paths = PathsIn(*changes);
    }
    auto here = StatementsIn(id, paths);
    if (!here) return here.error();
    for (const auto& of_measure : *here) {
      const std::string& measure = of_measure.first;
      for (const std::string& statement : of_measure.second) {
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
    if (found->second.erase(statement) > 0) found_.emplace(statement, recorder_);
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
    if (!tree) return tl::unexpected(FaultOf(search_.repository, tree.error(), commit));
    const std::unique_ptr<Source> view =
        OpenStepView({.tree = tree->get(), .registry = &search_.registry, .paths = std::move(paths)});
    const Loaded loaded = LoadStepView(*view, search_.registry);
    if (const auto& fault = store_.first_fault()) return tl::unexpected(FaultOf(*fault, commit));
    for (const Measure& measure : loaded.portfolio->measures) {
      for (const NamedDecision& decision : DecisionsOf(*loaded.portfolio, measure))
        statements[std::string(measure.id->view())].insert(decision.digest);
    }
    return statements;
  }

  const RecorderSearch& search_;
  ObjectStore& store_;
  StatementsByMeasure wanted_;
  Recorder recorder_;  // that is looked at
  std::map<std::string, Recorder> found_;
};

}  // namespace

ResultOr<Recorders, HistoryFault> FindRecorders(const RecorderSearch& search, StatementsByMeasure wanted) {
  return Finder(search, std::move(wanted)).Run();
}

}  // namespace cat4
