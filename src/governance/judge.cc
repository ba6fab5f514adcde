#include "cat4/governance/judge.h"

#include <algorithm>

#include "cat4/base/parallel.h"
#include "cat4/governance/criteria.h"
#include "cat4/governance/originals.h"
#include "cat4/governance/replay.h"
#include "cat4/governance/statement.h"
#include "cat4/governance/terms.h"

namespace cat4 {
namespace {

constexpr RuleId kGateRules[] = {
    RuleId::kIllegalTransition,   RuleId::kStageMismatch,    RuleId::kMissingApproval,
    RuleId::kStaleApproval,       RuleId::kUnmetCriterion,   RuleId::kTermsChanged,
    RuleId::kConfirmationOverlap, RuleId::kLeftoverApproval,
};

class MeasureJudge {
 public:
  MeasureJudge(const Portfolio& portfolio, const Measure& measure, Findings& findings)
      : portfolio_(portfolio), policy_(portfolio.policy), measure_(measure), findings_(findings) {}

  void Judge(const Locks& locks) {
    // Where nothing was decided, nothing refers to the terms, whose digest takes most of a replay's time.
    if (!measure_.decisions.empty() || !measure_.open_approvals.empty())
      replay_ = ReplayDecisions(portfolio_, locks, measure_, findings_);
    CheckStage();
    CheckState();
    if (!replay_.whole) return;
    CheckTerms();
    CheckOriginals();
    if (!measure_.cancelled()) CheckCriteria();
  }

 private:
  std::string_view StageId(int stage) const {
    return policy_.stages[static_cast<std::size_t>(stage)].id->view();
  }

  void CheckStage() {
    if (measure_.stage_index == replay_.position.stage) return;
    findings_
        .Report(RuleId::kStageMismatch, measure_.stage.span, "'stage' is '{}'; the decisions lead to '{}'",
                measure_.stage->view(), StageId(replay_.position.stage))
        .Help("a stage moves by a recorded decision only: write '{}', and let the gate be decided",
              StageId(replay_.position.stage));
  }

  void CheckState() {
    if (*measure_.state == replay_.position.state) return;
    findings_
        .Report(RuleId::kStageMismatch, measure_.state.span, "'state' is '{}'; the decisions lead to '{}'",
                Name(*measure_.state), Name(replay_.position.state))
        .Help("a state moves by a recorded decision only: write '{}', and let it be decided",
              Name(replay_.position.state));
  }

  void CheckTerms() {
    if (!replay_.sealing) return;
    const bool own_entity = measure_.legal_entity && measure_.legal_entity.span.file() == measure_.file;
    if (own_entity && LacksLegalEntity(portfolio_, measure_)) {
      // Entities are never removed, so that it was another one whose terms were locked.
      findings_
          .Report(RuleId::kTermsChanged, measure_.legal_entity.span,
                  "there is no legal entity '{}'; the terms that are locked name another one",
                  measure_.legal_entity->view())
          .Help("restore the legal entity that was decided on");
      return;
    }
    if (replay_.terms.empty() || replay_.terms == replay_.seal) return;
    findings_
        .Report(RuleId::kTermsChanged, replay_.sealing->terms.span,
                "the file's terms are {}; locked by this decision are {}", ShortDigest(replay_.terms),
                ShortDigest(replay_.seal))
        .Help(
            "restore the terms that were decided (git log -p shows them; 'cat4 gate terms {}' prints "
            "today's), or have the change approved as an amend",
            measure_.id->view());
  }

  // An amend or a return below the lock writes `original`; nothing else does. What exactly it must be, only
  // the history tells.
  void CheckOriginals() {
    if (!replay_.sealing || replay_.terms != replay_.seal) return;
    for (const auto& [span, refusal] : StrayOriginals(measure_))
      findings_.Add(RuleId::kTermsChanged, span, refusal.why).Help("{}", refusal.next);
  }

  void CheckCriteria() {
    std::vector<Criterion> judged;
    for (int i = 1; i <= replay_.position.stage; ++i) {
      const Decision* entered = replay_.entered[static_cast<std::size_t>(i)];
      if (!entered || *entered->policy < *policy_.version) continue;
      for (const Located<Criterion>& criterion : policy_.stages[static_cast<std::size_t>(i)].entry_criteria) {
        if (std::ranges::find(judged, *criterion) != judged.end()) continue;
        judged.push_back(*criterion);
        CheckCriterion(*criterion, i, *entered);
      }
    }
  }

  void CheckCriterion(Criterion criterion, int stage, const Decision& entered) {
    if (criterion == Criterion::kEbitdaConfirmed && IsExcusedOrUnknown(stage, entered)) return;
    const CriterionResult result = JudgeCriterion(portfolio_, measure_, criterion, Moment::kEntered);
    if (result.met) return;
    findings_
        .Report(RuleId::kUnmetCriterion, result.span, "stage '{}' requires {}, which is not met: {}",
                StageId(stage), Name(criterion), result.found)
        .Help("meet it, or have the measure {}",
              stage == policy_.last_stage()
                  ? "reopened"
                  : fmt::format("returned to the stage before '{}'", StageId(stage)));
  }

  // A reason excuses the share of the last stage only, never a missing month. Where terms are not known, an
  // effect's currency may not be either.
  bool IsExcusedOrUnknown(int stage, const Decision& entered) const {
    if (!portfolio_.readable.rates || replay_.terms.empty()) return true;
    const ConfirmationState state = JudgeConfirmation(portfolio_, measure_);
    const bool excusable = stage == policy_.last_stage() && state.months_missing == 0;
    return !state.known || (excusable && entered.reason);
  }

  const Portfolio& portfolio_;
  const Policy& policy_;
  const Measure& measure_;
  Findings& findings_;
  Replay replay_;
};

}  // namespace

std::span<const RuleId> GateRules() { return kGateRules; }

bool CanJudgeGates(const Portfolio& portfolio) {
  return portfolio.readable.organization && portfolio.readable.policy;
}

void JudgeGates(const Portfolio& portfolio, const std::map<int, std::string>& lock_stages,
                Findings& findings) {
  const Locks locks(portfolio, lock_stages);
  constexpr std::size_t kMeasuresAtOnce = 256;
  std::vector<Findings> found(PartsOf(portfolio.measures.size(), kMeasuresAtOnce));
  InParts(portfolio.measures.size(), kMeasuresAtOnce, [&](const Part& part) {
    for (std::size_t i = part.begin; i < part.end; ++i)
      MeasureJudge(portfolio, portfolio.measures[i], found[part.number]).Judge(locks);
  });
  for (const Findings& of_some : found) findings.Append(of_some);
}

}  // namespace cat4
