#include "cli/report_decisions.h"

#include <algorithm>

#include "cat4/audit/registry_line.h"
#include "cat4/governance/gate_status.h"
#include "cat4/governance/judge.h"
#include "cat4/governance/landed_decisions.h"
#include "cat4/governance/person_keys.h"
#include "cat4/governance/proof.h"
#include "cat4/governance/statement.h"

#include "cli/landed_tree.h"
#include "cli/report_revisions.h"

namespace cat4 {
namespace {

const MeasureFigures* FiguresOf(const Workspace& workspace, const Measure& measure) {
  return &workspace.figures[static_cast<std::size_t>(&measure - workspace.portfolio->measures.data())];
}

std::string GivenText(const Decision& decision) {
  return fmt::format("{}: {} on {}", Name(*decision.role), SignatoryText(SignatoryOf(decision)),
                     FormatDate(*decision.on));
}

OpenDecision::Waiting WaitingOf(const InboxItem& item) {
  OpenDecision::Waiting waiting{
      .role = std::string(Name(*item.role)), .people = {}, .votes = static_cast<int>(item.missing)};
  for (const Signatory& signatory : item.able) waiting.people.push_back(SignatoryText(signatory));
  return waiting;
}

// The registry that keys are judged by: that in force at the commit the workspace stands on; that of the
// files where there is none.
Result<std::shared_ptr<const Portfolio>> KeysOf(const Workspace& workspace) {
  const std::shared_ptr<const Portfolio> files(std::shared_ptr<const Portfolio>(), workspace.portfolio.get());
  const Result<ReportHistory> history = FindReportHistory(workspace);
  if (!history) return tl::unexpected(history.error());
  if (history->tip.empty()) return files;
  const Result<RegistryState> registry = FindRegistry(*history->repository, history->tip);
  if (!registry) return tl::unexpected(registry.error());
  return registry->in_force->portfolio ? registry->in_force->portfolio : files;
}

}  // namespace

Result<std::vector<OpenDecision>> FindOpenDecisions(const Workspace& workspace) {
  Portfolio& portfolio = *workspace.portfolio;
  if (!CanJudgeGates(portfolio))
    return Fail("organization.yaml or policy.yaml can't be read, so no gate is known; 'cat4 check' says why");
  const Locks locks(portfolio);
  const Result<LandedTree> landed = FindLandedTree(workspace);
  if (!landed) return tl::unexpected(landed.error());
  const Basis basis{portfolio, locks, landed->portfolio.get(), Approvals::kAsRecorded, landed->landing};
  std::vector<OpenDecision> open;
  const Measure* last = nullptr;
  std::optional<Move> move;
  for (const InboxItem& item : Inbox(basis)) {
    if (item.measure != last || move != item.move) {
      OpenDecision& decision = open.emplace_back();
      decision.measure = FiguresOf(workspace, *item.measure);
      decision.what = Describe(item.move, portfolio.policy);
      if (item.move.stage >= 0)
        decision.gate = portfolio.policy.stages[static_cast<std::size_t>(item.move.stage)].id->view();
      decision.since = item.since;
      for (const Decision& approval : item.measure->open_approvals) {
        if (MoveOf(approval, portfolio.policy) != item.move) continue;
        decision.given.push_back(GivenText(approval));
        decision.approvals.push_back(&approval);
      }
      last = item.measure;
      move = item.move;
    }
    if (item.role) open.back().missing.push_back(WaitingOf(item));
  }
  return open;
}

Result<std::vector<RegisteredDecision>> FindRegisteredDecisions(const Workspace& workspace,
                                                                const Landings& landings) {
  const Result<std::shared_ptr<const Portfolio>> keys = KeysOf(workspace);
  if (!keys) return tl::unexpected(keys.error());
  const Portfolio& portfolio = *workspace.portfolio;
  std::vector<RegisteredDecision> all;
  for (const Measure& measure : portfolio.measures) {
    std::size_t number = 0;
    for (const NamedDecision& named : DecisionsOf(portfolio, measure)) {
      RegisteredDecision& entry = all.emplace_back();
      entry.measure = &measure;
      entry.decision = named.decision;
      entry.number = ++number;
      entry.statement = named.digest;
      entry.open = number > measure.decisions.size();
      const Proof proof = ProveStatement(**keys, named.decision->by->view(),
                                         StatementText(portfolio, measure, *named.decision),
                                         named.decision->signature->view());
      entry.signature_good = proof.proven;
      entry.why = proof.why;
      entry.key = proof.fingerprint;
      if (proof.key) entry.key_status = StatusOf(*proof.key);
      if (const auto landed = landings.find(named.digest); landed != landings.end())
        entry.landed = landed->second;
    }
  }
  return all;
}

}  // namespace cat4
