#include "governance/step_replayer.h"

#include <algorithm>

#include "cat4/governance/criteria.h"

#include "governance/authorisation.h"
#include "governance/landed_step.h"

namespace cat4 {

std::optional<std::string> StepReplayer::WhyOtherPolicy(const Decision& decision) const {
  if (*decision.policy == *policy().version) return std::nullopt;
  return fmt::format("'policy' is {}; the policy's version is {}", *decision.policy, *policy().version);
}

// An amend and its approvals are judged by those whom it replaces; so is everything before it.
Holders StepReplayer::HoldersFor(const Decision& decision) const {
  if (!renewed_) return Holders::kLanded;
  const Decision* begin = measure().decisions.data();
  const bool listed = &decision >= begin && &decision < begin + measure().decisions.size();
  if (listed) return &decision > renewed_ ? Holders::kHere : Holders::kLanded;
  const std::optional<Move> move = MoveOf(decision, policy());
  return move && move->kind == DecisionKind::kAmend ? Holders::kLanded : Holders::kHere;
}

void StepReplayer::JudgeSigner(const Decision& decision, Holders holders) const {
  const Signatory signatory = SignatoryOf(decision);
  const Span span = decision.for_ ? decision.for_.span : decision.by.span;
  if (const auto why = WhyRoleNotHeld(basis_, measure(), holders, signatory))
    findings_
        .Report(RuleId::kRoleNotHeld, span, "the {} is signed as {}, but {}", Name(*decision.decision),
                Name(signatory.role), *why)
        .Help("whoever holds the role must decide; roles change by a ratified registry, or an amend, first");
  if (const auto why = WhyExcluded(basis_, measure(), holders, signatory))
    findings_.Report(RuleId::kSeparationOfDuties, span, "{}; policy keeps the two apart", *why)
        .Help("somebody else must act as {}", Name(signatory.role));
}

void StepReplayer::JudgeConfirmer(const Decision& confirm) {
  const RolesAsked& asked = policy().decisions.confirm;
  const bool holds =
      std::ranges::any_of(asked.roles, [&](const Located<Role>& role) { return *role == *confirm.role; });
  if (!holds)
    findings_
        .Report(RuleId::kMissingApproval, confirm.role.span, "confirm asks for {}; it is signed as {}",
                asked.roles.empty() ? "-" : Name(*asked.roles.front()), Name(*confirm.role))
        .Help("have the measure's controller confirm");
  JudgeSigner(confirm, HoldersFor(confirm));
}

// Why an approval that fits is not counted.
std::optional<std::string> StepReplayer::WhyApart(const Decision& approval, const RolesNeeded& needed,
                                                  bool joins, Holders holders) const {
  if (auto why = WhyNotAsked(needed, approval); why && !(joins && *approval.role == Role::kAdmin)) return why;
  if (auto why = WhyMayNotAct(basis_, measure(), holders, SignatoryOf(approval))) return why;
  return WhyUnproven(basis_, measure(), approval);
}

std::optional<std::string> StepReplayer::WhyNotCounted(const Decision& approval, const Move& move) const {
  const Holders holders = HoldersFor(approval);
  const RolesWanted wanted = RolesFor(portfolio(), measure(), replay().position, move, approval.reason);
  const bool joins = *approval.role == Role::kAdmin && AdminJoins(basis_, measure(), holders, wanted);
  if (auto why = WhyNotAsked(NeededFor(basis_, measure(), holders, wanted), approval); why && !joins)
    return why;
  if (fresh_.contains(&approval)) JudgeSigner(approval, holders);
  return std::nullopt;
}

void StepReplayer::JudgeAuthority(const Decision& decision, const Move& move,
                                  const std::vector<const Decision*>& approvals) {
  const Holders holders = HoldersFor(decision);
  JudgeSigner(decision, holders);
  for (const Decision* approval : approvals) {
    if (fresh_.contains(approval)) JudgeSigner(*approval, holders);
  }
  JudgeCoverage(decision, move, holders, approvals);
  JudgeCriteria(decision, move);
}

void StepReplayer::JudgeCoverage(const Decision& decision, const Move& move, Holders holders,
                                 const std::vector<const Decision*>& approvals) const {
  const RolesWanted wanted = RolesFor(portfolio(), measure(), replay().position, move, decision.reason);
  const RolesNeeded needed = NeededFor(basis_, measure(), holders, wanted);
  if (needed.roles.empty()) return;
  const bool joins = AdminJoins(basis_, measure(), holders, wanted);
  std::vector<const Decision*> counted;
  std::string apart;
  for (const Decision* approval : approvals) {
    const auto why = WhyApart(*approval, needed, joins, holders);
    if (!why) counted.push_back(approval);
    if (why)
      apart += fmt::format("; the approval by '{}' counts for nothing: {}", approval->by->view(), *why);
  }
  const Signatory own = SignatoryOf(decision);
  const Authorisation asked(basis_, measure(), holders, wanted, counted);
  const Coverage coverage = asked.Covered(&own);
  if (coverage.complete) return;
  if (WhyExcluded(basis_, measure(), holders, own) || ReportPairs(decision, counted)) return;
  const std::string lack = asked.LackText(coverage, *decision.by);
  const std::string what =
      !coverage.own_asked
          ? fmt::format("asks for {}; it is signed as {}", RolesText(asked.needed()), Name(own.role))
          : fmt::format("lacks {}", lack.empty() ? "the approval of another person" : lack);
  findings_
      .Report(RuleId::kMissingApproval, coverage.own_asked ? decision.decision.span : decision.role.span,
              "{} {}{}", Describe(move, policy()), what, apart)
      .Help(
          "every role needs the approval of another person, for the same 'after' and 'terms', by an active "
          "key");
}

// People who act in two roles that exclude each other. True if anybody does.
bool StepReplayer::ReportPairs(const Decision& decision,
                               const std::vector<const Decision*>& approvals) const {
  std::vector<const Decision*> all = approvals;
  all.push_back(&decision);
  const Duties duties = Duties::OfMeasure(basis_.here, measure());
  bool found = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const auto why = duties.WhyExcluded(SignatoryOf(*all[i]), SignatoryOf(*all[j]));
      if (!why) continue;
      found = true;
      findings_.Report(RuleId::kSeparationOfDuties, all[i]->by.span, "{}; policy keeps the two apart", *why)
          .Help("somebody else must act as {}", Name(*all[i]->role));
      break;  // the others would say the same
    }
  }
  return found;
}

void StepReplayer::JudgeCriteria(const Decision& decision, const Move& move) const {
  const bool adopts = move.kind == DecisionKind::kAdopt;
  if (move.kind != DecisionKind::kAdvance && !adopts) return;
  for (int stage = adopts ? 1 : move.stage; stage <= move.stage; ++stage) {
    const Stage& entered = policy().stages[static_cast<std::size_t>(stage)];
    for (const Located<Criterion>& criterion : entered.entry_criteria) {
      const CriterionResult result = JudgeCriterion(portfolio(), measure(), *criterion, Moment::kEntering);
      if (result.met || IsExcused(*criterion, decision)) continue;
      findings_
          .Report(RuleId::kUnmetCriterion, decision.decision.span,
                  "{} asks for {}, which was not met when it landed: {}", Describe(move, policy()),
                  Name(*criterion), result.found)
          .Help("meet it and have the gate decided anew: return the measure to the stage before it");
    }
  }
}

// A reason excuses the share of what is confirmed, never a missing month.
bool StepReplayer::IsExcused(Criterion criterion, const Decision& decision) const {
  if (criterion != Criterion::kEbitdaConfirmed || !decision.reason) return false;
  if (!portfolio().readable.rates) return false;
  const ConfirmationState state = JudgeConfirmation(portfolio(), measure());
  return state.known && state.months_missing == 0;
}

}  // namespace cat4
