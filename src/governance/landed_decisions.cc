#include "cat4/governance/landed_decisions.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "cat4/governance/originals.h"
#include "cat4/governance/proof.h"
#include "cat4/governance/statement.h"

#include "governance/closed.h"
#include "governance/step_replayer.h"

namespace cat4 {
namespace {

std::vector<std::string> RecordsOf(const Portfolio& portfolio, const Measure& measure) {
  std::vector<std::string> records;
  for (const Decision& decision : measure.decisions)
    records.push_back(RecordText(portfolio, measure, decision));
  return records;
}

std::string Called(const Decision& decision, std::size_t place) {
  return fmt::format("the {}. decision, {} by '{}' of {}", place + 1, Name(*decision.decision),
                     decision.by->view(), FormatDate(*decision.on));
}

class StepJudge {
 public:
  StepJudge(const Basis& basis, const Measure& measure, Continuity presence, Findings& findings)
      : basis_(basis),
        measure_(measure),
        landed_(LandedOf(basis, measure)),
        presence_(presence),
        findings_(findings) {}

  void Run() {
    const std::vector<NamedDecision> added = NewDecisions(basis_, measure_);
    for (const NamedDecision& decision : added) fresh_.insert(decision.decision);
    if (landed_) CheckKept();
    for (const NamedDecision& decision : added) {
      CheckSignature(*decision.decision);
      if (*decision.decision->decision == DecisionKind::kConfirm) CheckConfirm(*decision.decision);
    }
    Findings ignored;
    const Decision* renewed = StepReplayer(basis_, measure_, fresh_, nullptr, ignored).Run().renewed;
    if (!fresh_.contains(renewed)) renewed = nullptr;
    const Replay replay = StepReplayer(basis_, measure_, fresh_, renewed, findings_).Run();
    CheckLatestTerms(replay);
    if (!landed_) return;
    Findings reported_then;
    const Replay then =
        ReplayDecisions(*basis_.landed, basis_.locks.Of(*basis_.landed), *landed_, reported_then);
    CheckOpenKept(then, replay);
    CheckOriginals(then, renewed);
    JudgeClosed(basis_, *landed_, measure_, AddsAmend(), findings_);
  }

 private:
  bool AddsAmend() const {
    return std::ranges::any_of(
        fresh_, [](const Decision* decision) { return *decision->decision == DecisionKind::kAmend; });
  }

  // The list begins with the one that has landed, every field equal.
  void CheckKept() {
    const std::vector<std::string> before = RecordsOf(*basis_.landed, *landed_);
    const std::vector<std::string> now = RecordsOf(basis_.here, measure_);
    const auto [kept, there] = std::ranges::mismatch(before, now);
    if (kept == before.end()) return;
    const std::set<std::string> old(before.begin(), before.end());
    std::multiset<std::string> left(there, now.end());  // the same decision may stand there twice
    bool lost = false;
    for (auto i = static_cast<std::size_t>(kept - before.begin()); i < before.size(); ++i) {
      if (const auto again = left.find(before[i]); again != left.end()) {
        left.erase(again);
        continue;
      }
      lost = true;
      ReportLost(landed_->decisions[i], i, i < now.size() && !old.contains(now[i]));
    }
    if (!lost)
      Report(RuleId::kDecisionChanged,
             measure_.decisions[static_cast<std::size_t>(there - now.begin())].decision.span,
             "decisions stand in another order than they have landed, or were put between those");
  }

  void ReportLost(const Decision& decision, std::size_t place, bool replaced) {
    if (presence_ == Continuity::kReturned) {
      if (std::exchange(id_reported_, true)) return;
      return Report(RuleId::kIdReused, measure_.id.span,
                    fmt::format("'{}' was the id of a measure with decisions; {} is not here",
                                measure_.id->view(), Called(decision, place)));
    }
    if (replaced)
      return Report(RuleId::kDecisionChanged, measure_.decisions[place].decision.span,
                    fmt::format("{} is not as it has landed", Called(decision, place)));
    Report(RuleId::kDecisionRemoved, measure_.id.span, fmt::format("{} is gone", Called(decision, place)));
  }

  void Report(RuleId rule, Span span, std::string message) {
    findings_.Add(rule, span, std::move(message))
        .Help("decisions are only added: restore the list as it had landed ('git log -p' shows it)");
  }

  // By a key that was there and active before the step, and still is behind it.
  void CheckSignature(const Decision& decision) {
    const std::string statement = StatementText(basis_.here, measure_, decision);
    for (const Portfolio* registry : {basis_.landed, static_cast<const Portfolio*>(&basis_.here)}) {
      if (!registry) continue;
      const Proof proof =
          ProveByActiveKey(*registry, decision.by->view(), statement, decision.signature->view());
      if (proof.proven) continue;
      findings_
          .Report(proof.fault,
                  proof.fault == RuleId::kUnknownSigner ? decision.by.span : decision.signature.span,
                  "the {} by '{}' is not proven: {}{}", Name(*decision.decision), decision.by->view(),
                  proof.why, registry == basis_.landed ? "" : " in the registry of this step")
          .Help("it must be signed by an active key of '{}' that the registry had before",
                decision.by->view());
      return;
    }
  }

  // Money is confirmed of something that the measure has, for months that had begun.
  void CheckConfirm(const Decision& decision) {
    for (const MonthAmount& amount : decision.amounts) {
      if (*amount.month <= MonthOf(*decision.on)) continue;
      findings_
          .Report(RuleId::kConfirmedInFuture, amount.month.span,
                  "{} is confirmed, but had not begun on {}, the day of the confirmation",
                  FormatMonth(*amount.month), FormatDate(*decision.on))
          .Help("confirm the month when it is over, with 'restates'");
    }
    const bool known = std::ranges::any_of(
        measure_.effects, [&](const Effect& effect) { return effect.id.value == decision.effect.value; });
    if (known) return;
    findings_
        .Report(RuleId::kUnresolvedReference, decision.effect.span, "there is no effect '{}' in '{}'",
                decision.effect->view(), measure_.id->view())
        .Help("effects with confirmed months stay; confirm one that is there");
  }

  // What is decided on is what the measure says, also where its terms had been changed before.
  void CheckLatestTerms(const Replay& replay) {
    const bool judged = replay.sealing && replay.latest && fresh_.contains(replay.latest);
    if (!judged || replay.terms.empty()) return;
    if (replay.latest->terms->view() == replay.terms) return;
    findings_
        .Report(RuleId::kTermsChanged, replay.latest->terms.span,
                "the {} is about terms {}; the file's are {}", Name(*replay.latest->decision),
                ShortDigest(replay.latest->terms->view()), ShortDigest(replay.terms))
        .Help("restore the terms that were decided, or have the change approved as an amend");
  }

  // An approval that could still count stays, as a file or in the list.
  void CheckOpenKept(const Replay& then, const Replay& replay) {
    const bool same_place = then.after == replay.after && then.position == replay.position;
    if (!same_place || then.terms != replay.terms) return;
    std::set<std::string> here;
    for (const NamedDecision& decision : DecisionsOf(basis_.here, measure_)) here.insert(decision.digest);
    for (const Decision* approval : then.open) {
      if (here.contains(DigestOf(StatementText(*basis_.landed, *landed_, *approval)))) continue;
      if (!MayStillCount(*approval)) continue;
      findings_
          .Report(RuleId::kDecisionRemoved, measure_.id.span,
                  "the open approval of '{}' by '{}' of {} is gone, and it could still count",
                  approval->gate->view(), approval->by->view(), FormatDate(*approval->on))
          .Help("restore its file; who wants approvals taken back records a reject");
    }
  }

  bool MayStillCount(const Decision& approval) const {
    if (!approval.confirmed.empty() && StatedSums(approval) != ConfirmedSums(measure_, measure_.decisions))
      return false;
    TextPool& texts = basis_.here.texts;
    const Signatory signatory{*approval.role, texts.Intern(approval.by->view()),
                              approval.for_ ? texts.Intern(approval.for_->view()) : Text(),
                              !approval.evidence.empty()};
    return !WhyMayNotAct(basis_, measure_, Holders::kLanded, signatory);
  }

  // The first approved plans are kept, and nothing else is called that.
  void CheckOriginals(const Replay& then, const Decision* renewed) {
    const bool sealed = then.position.sealed && then.terms == then.seal;
    if (then.position.sealed && !renewed) return;  // they are terms, which are locked
    std::optional<Refusal> refusal = WhyOriginalsLost(*landed_, sealed, measure_);
    if (!refusal) refusal = WhyOriginalsInvented(*landed_, sealed, measure_);
    const bool amended = renewed && *renewed->decision == DecisionKind::kAmend;
    if (!refusal && sealed && amended) refusal = WhyAmendWrong();
    if (!refusal && sealed && renewed && !amended) refusal = WhyReturnWrong();
    if (!refusal) return;
    findings_.Add(RuleId::kTermsChanged, measure_.id.span, std::move(refusal->why)).Help("{}", refusal->next);
  }

  std::optional<Refusal> WhyAmendWrong() const {
    auto wanted = OriginalsOfAmend(*landed_, measure_);
    if (auto* refusal = std::get_if<Refusal>(&wanted)) return std::move(*refusal);
    const auto& missing = std::get<std::vector<OriginalWanted>>(wanted);
    if (missing.empty()) return std::nullopt;
    return Refusal{
        fmt::format("{} of effect '{}' has no 'original', but its plan was amended",
                    FormatMonth(missing.front().month), measure_.effects[missing.front().effect].id->view()),
        "the plan that was approved first is kept beside the new one"};
  }

  // Behind a return that unlocks the terms plans may change: what was approved first stands beside them.
  std::optional<Refusal> WhyReturnWrong() const {
    for (const Effect& effect : landed_->effects) {
      const auto here = std::ranges::find(measure_.effects, effect.id->view(),
                                          [](const Effect& other) { return other.id->view(); });
      for (const Figure& figure : effect.figures) {
        if (figure.kind() != FigureKind::kPlan) continue;
        if (here != measure_.effects.end() && here->SpanOf(figure.month(), FigureKind::kOriginal).valid())
          continue;
        return Refusal{fmt::format("{} of effect '{}' has no 'original', but the return unlocked its plan",
                                   FormatMonth(figure.month()), effect.id->view()),
                       "the plan that was approved first is kept as 'original'"};
      }
    }
    return std::nullopt;
  }

  const Basis& basis_;
  const Measure& measure_;
  const Measure* const landed_;
  const Continuity presence_;
  Findings& findings_;
  std::set<const Decision*> fresh_;
  bool id_reported_ = false;
};

}  // namespace

std::vector<NamedDecision> DecisionsOf(const Portfolio& portfolio, const Measure& measure) {
  std::vector<NamedDecision> decisions;
  for (const auto* all : {&measure.decisions, &measure.open_approvals}) {
    for (const Decision& decision : *all)
      decisions.push_back({&decision, DigestOf(StatementText(portfolio, measure, decision))});
  }
  return decisions;
}

std::vector<NamedDecision> NewDecisions(const Basis& basis, const Measure& measure) {
  std::vector<NamedDecision> added = DecisionsOf(basis.here, measure);
  const Measure* landed = LandedOf(basis, measure);
  if (!landed) return added;
  std::map<std::string, int> before;
  for (const NamedDecision& decision : DecisionsOf(*basis.landed, *landed)) ++before[decision.digest];
  std::erase_if(added, [&](const NamedDecision& decision) {
    const auto old = before.find(decision.digest);
    return old != before.end() && old->second-- > 0;
  });
  return added;
}

void JudgeStepOfMeasure(const Basis& basis, const Measure& measure, Continuity presence, Findings& findings) {
  StepJudge(basis, measure, presence, findings).Run();
}

}  // namespace cat4
