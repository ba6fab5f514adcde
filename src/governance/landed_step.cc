#include "governance/landed_step.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cat4/governance/proof.h"
#include "cat4/governance/statement.h"

#include "governance/acting.h"

namespace cat4 {

std::string_view GovernedBranch(const Basis& basis) {
  return (basis.landed ? *basis.landed : basis.here).policy.branch->view();
}

namespace {

Refusal Rewritten(const Basis& basis, std::string why) {
  return {std::move(why),
          fmt::format("decisions are only added; restore the list as '{}' has it ('git diff {}...' shows it)",
                      GovernedBranch(basis), GovernedBranch(basis))};
}

// The step that lands this only adds decisions to those that have landed, and signed ones.
std::optional<Refusal> WhyNotContinued(const Basis& basis, const Measure& measure) {
  if (!basis.landed || basis.landed == &basis.here || basis.approvals == Approvals::kAsRecorded)
    return std::nullopt;
  const Measure* landed = LandedOf(basis, measure);
  const std::size_t before = landed ? landed->decisions.size() : 0;
  for (std::size_t i = 0; i < before; ++i) {
    const bool kept =
        i < measure.decisions.size() && RecordText(basis.here, measure, measure.decisions[i]) ==
                                            RecordText(*basis.landed, *landed, landed->decisions[i]);
    if (!kept)
      return Rewritten(
          basis, fmt::format("its {}. decision, the {} of {}, is not on this branch as it has landed", i + 1,
                             Name(*landed->decisions[i].decision), FormatDate(*landed->decisions[i].on)));
  }
  for (std::size_t i = before; i < measure.decisions.size(); ++i) {
    const Decision& decision = measure.decisions[i];
    if (const auto why = WhyUnproven(basis, measure, decision))
      return Rewritten(basis, fmt::format("its {}. decision, the {} by '{}', can't land: {}", i + 1,
                                          Name(*decision.decision), decision.by->view(), *why));
  }
  return std::nullopt;
}

// What nobody signed leads nowhere, also where it has landed: money is confirmed on it.
std::optional<Refusal> WhyHistoryUnproven(const Basis& basis, const Measure& measure) {
  if (basis.approvals == Approvals::kAsRecorded) return std::nullopt;
  const Measure* landed = basis.landed == &basis.here ? nullptr : LandedOf(basis, measure);
  const std::size_t judged = landed ? std::min(landed->decisions.size(), measure.decisions.size())
                                    : measure.decisions.size();  // what follows is WhyNotContinued's
  for (std::size_t i = 0; i < judged; ++i) {
    const Decision& decision = measure.decisions[i];
    const Proof proof =
        ProveStatement(basis.here, decision.by->view(), StatementText(basis.here, measure, decision),
                       decision.signature->view());
    if (proof.proven) continue;
    return Refusal{fmt::format("its {}. decision, the {} by '{}', is not proven: {}", i + 1,
                               Name(*decision.decision), decision.by->view(), proof.why),
                   "nothing can follow what nobody signed; 'git log -p' shows how it came here"};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> WhyNothingLands(const Basis& basis) {
  if (!basis.landed || basis.landed == &basis.here) return std::nullopt;
  for (const Measure& other : basis.landed->measures) {
    if (other.decisions.empty()) continue;
    const Text id = basis.here.texts.Find(other.id->view());
    const bool here =
        !id.empty() && (basis.here.FindMeasure(id) || basis.here.unreadable_measures.contains(id));
    if (!here)
      return Rewritten(basis,
                       fmt::format("'{}', which has decisions, is gone on this branch", other.id->view()));
  }
  return std::nullopt;
}

std::optional<Refusal> WhyNothingFollows(const Basis& basis, const Measure& measure, const Replay& replay) {
  const Policy& policy = basis.here.policy;
  if (basis.landed && *basis.landed->policy.version != *policy.version)
    return Refusal{fmt::format("policy.yaml has version {} here, and {} on '{}': nothing is decided by a "
                               "policy that has not landed",
                               *policy.version, *basis.landed->policy.version, GovernedBranch(basis)),
                   "land the policy first"};
  if (auto refusal = WhyNotContinued(basis, measure)) return refusal;
  if (auto refusal = WhyHistoryUnproven(basis, measure)) return refusal;
  if (!replay.whole)
    return Refusal{"its decisions do not hold together, so nothing can follow them",
                   "'cat4 check' says which one is wrong"};
  const Position& at = replay.position;
  if (measure.stage_index != at.stage || *measure.state != at.state)
    return Refusal{fmt::format("its file says {}, {}; its decisions lead to {}, {}", measure.stage->view(),
                               Name(*measure.state),
                               policy.stages[static_cast<std::size_t>(at.stage)].id->view(), Name(at.state)),
                   "restore stage and state in the file; they are changed by decisions only"};
  return std::nullopt;
}

Refusal TermsDiffer(const Replay& replay) {
  return {fmt::format("the file's terms {} differ from the locked ones {}", ShortDigest(replay.terms),
                      ShortDigest(replay.seal)),
          "restore them, or decide on the change with 'cat4 gate amend'"};
}

std::optional<std::string> WhyUnproven(const Basis& basis, const Measure& measure, const Decision& decision) {
  if (basis.approvals == Approvals::kAsRecorded) return std::nullopt;
  const std::string statement = StatementText(basis.here, measure, decision);
  for (const Portfolio* registry : {static_cast<const Portfolio*>(&basis.here), basis.landed}) {
    if (!registry) continue;
    const Proof proof =
        ProveByActiveKey(*registry, decision.by->view(), statement, decision.signature->view());
    if (proof.proven) continue;
    return proof.fault == RuleId::kRetiredKey ? proof.why : fmt::format("it is not proven: {}", proof.why);
  }
  return std::nullopt;
}

}  // namespace cat4
