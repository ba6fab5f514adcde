#include "cat4/audit/update.h"

#include <algorithm>
#include <utility>

#include "cat4/audit/audit.h"
#include "cat4/git/tree_diff.h"
#include "cat4/git/tree_source.h"

#include "audit/measure_paths.h"
#include "audit/registry_step.h"

namespace cat4 {
namespace {

// What was found and then settled by an endorsement of the same update is settled.
void LeaveOutEndorsed(const AuditState& state, std::vector<PlacedFinding>& findings) {
  std::erase_if(findings, [&](const PlacedFinding& finding) {
    return finding.rule == RuleId::kUnsignedApprovalCommit && state.endorsed.contains(finding.statement);
  });
}

// Whether the tree holds registry.yaml.
ResultOr<bool, HistoryFault> HoldsRegistry(const Repository& repository, const HistoryCommit& commit) {
  constexpr std::string_view kPaths[] = {kRegistryFile};
  const Result<std::unique_ptr<Source>> source = OpenCommit(repository, commit.tree, kPaths);
  const Result<std::vector<SourceEntry>> entries =
      source ? (*source)->List("") : Result<std::vector<SourceEntry>>(tl::unexpected(source.error()));
  if (entries) return !entries->empty();
  if (const auto& fault = repository.objects->first_fault())
    return tl::unexpected(FaultOf(*fault, commit.id));
  return tl::unexpected(HistoryFault{RuleId::kHistoryIncomplete, commit.id, entries.error().message});
}

}  // namespace

ResultOr<AuditState, HistoryFault> StateAt(const Repository& repository, const HistoryCommit& commit) {
  const ResultOr<bool, HistoryFault> holds = HoldsRegistry(repository, commit);
  if (!holds) return tl::unexpected(holds.error());
  if (*holds) {
    if (auto state = StateOfTree(repository, commit)) return state;
  }
  if (const auto& fault = repository.objects->first_fault())
    return tl::unexpected(FaultOf(*fault, commit.id));
  if (!*holds) {  // the registry may begin behind it
    AuditState state;
    auto all = DiffTrees(*repository.objects, "", commit.tree, repository.prefix);
    if (!all) return tl::unexpected(FaultOf(all.error(), commit.id));
    state.paths->Apply(*all);
    return state;
  }
  Result<Audit> audit = RunAudit(repository, {.tip = commit.id});
  if (!audit)
    return tl::unexpected(HistoryFault{RuleId::kHistoryIncomplete, commit.id, audit.error().message});
  if (!audit->incomplete) return std::move(audit->state);
  const PlacedFinding& why = audit->findings.back();
  return tl::unexpected(HistoryFault{why.rule, why.commit, why.message});
}

ResultOr<UpdateVerdict, HistoryFault> JudgeAsOneStep(const Repository& repository, const std::string& base,
                                                     const HistoryCommit& tip,
                                                     const std::vector<std::string>& tips) {
  const auto before = ReadHistory(*repository.objects, base);
  if (!before) return tl::unexpected(before.error());
  auto state = StateAt(repository, *before);
  if (!state) return tl::unexpected(std::move(state.error()));
  auto findings = JudgeStep(repository, {.before = &*before, .after = &tip, .tips = tips}, *state);
  if (!findings) return tl::unexpected(std::move(findings.error()));
  LeaveOutEndorsed(*state, *findings);
  return UpdateVerdict{.findings = std::move(*findings), .steps = 1, .judged = state->registry->version > 0};
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
  LeaveOutEndorsed(state, verdict.findings);
  verdict.judged = state.registry->version > 0;
  return verdict;
}

}  // namespace cat4
