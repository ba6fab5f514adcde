#include "cat4/governance/replay.h"

#include <algorithm>

#include "cat4/governance/authority.h"
#include "cat4/model/figures.h"

#include "governance/replayer.h"

namespace cat4 {
namespace {

class TreeReplayer final : public Replayer {
 public:
  TreeReplayer(const Portfolio& portfolio, const Locks& locks, const Measure& measure, Findings& findings)
      : Replayer(portfolio, locks, measure), findings_(findings) {
    FindClosing();
  }

 private:
  Findings& FindingsFor(const Decision& /*decision*/) override { return findings_; }
  bool IsJudged(const Decision& decision) const override { return *decision.policy >= *policy().version; }

  std::optional<std::string> WhyOtherPolicy(const Decision& decision) const override {
    const int latest = replay().latest ? *replay().latest->policy : 1;
    if (*decision.policy > *policy().version)
      return fmt::format("'policy' is {}; the policy's version is {}", *decision.policy, *policy().version);
    if (*decision.policy >= latest) return std::nullopt;
    return fmt::format("'policy' is {} behind a decision that names version {}", *decision.policy, latest);
  }

  // ---- authority
  Duties DutiesOf(const Decision& decision) const {
    // Only the terms that the file has now tell whom the measure named then.
    return decision.terms->view() == replay().terms ? Duties::OfMeasure(portfolio(), measure())
                                                    : Duties::OfSigners(policy());
  }

  // What a move needed. Where the measure may have named another committee than now, several answers are
  // right: one for each way in which a committee of the organization decides.
  std::vector<RolesNeeded> Needed(const Decision& decision, const Move& move) const {
    // Of an earlier closing, or one whose plan was amended since, the share can't be told any more.
    const bool share_known = &decision == closing_ && !AmendedSince(decision);
    const RolesWanted wanted = RolesFor(portfolio(), measure(), replay().position, move,
                                        share_known ? decision.reason : Located<Text>());
    const RolesNeeded needed = NeededBy(portfolio(), measure(), wanted);
    const bool named = decision.terms->view() == replay().terms && move.kind != DecisionKind::kAmend;
    if (named || needed.any) return {needed};
    const std::vector<RolesNeeded> answers = NeededByAny(wanted);
    return answers.empty() ? std::vector{needed} : answers;
  }

  std::vector<RolesNeeded> NeededByAny(const RolesWanted& wanted) const {
    std::vector<RolesNeeded> answers;
    for (const Committee& committee : portfolio().committees) {
      RolesNeeded answer = NeededBy(committee, wanted);
      if (std::ranges::find(answers, answer) == answers.end()) answers.push_back(std::move(answer));
    }
    return answers;
  }

  void JudgeAuthority(const Decision& decision, const Move& move,
                      const std::vector<const Decision*>& approvals) override {
    const std::vector<RolesNeeded> answers = Needed(decision, move);
    const Duties duties = DutiesOf(decision);
    const Signatory own = SignatoryOf(decision);
    std::vector<Signatory> signatories;
    for (const Decision* approval : approvals) signatories.push_back(SignatoryOf(*approval));
    const auto covers = [&](const RolesNeeded& needed) {
      return Cover(needed, signatories, &own, &duties).complete;
    };
    if (std::ranges::any_of(answers, covers)) return;
    const RolesNeeded& needed = answers.front();
    const Coverage coverage = Cover(needed, signatories, &own, nullptr);
    const bool reported = ReportDuties(decision, approvals, duties);
    if (coverage.complete && reported) return;
    if (!coverage.own_asked) {
      ReportMissing(decision.role.span, decision, move,
                    fmt::format("asks for {}; it is signed as {}", RolesText(needed), Name(own.role)));
    } else {
      ReportMissing(decision.decision.span, decision, move,
                    fmt::format("lacks {}", LackText(coverage, needed)));
    }
  }

  static std::string LackText(const Coverage& coverage, const RolesNeeded& needed) {
    if (needed.any) return fmt::format("the approval of {}", RolesText(needed));
    std::string text;
    for (const RoleCoverage& role : coverage.roles) {
      if (role.given.size() >= role.need.people) continue;
      if (!text.empty()) text += ", and ";
      if (role.need.people > 1) {
        text += fmt::format("{} of {} votes of the {}", role.need.people - role.given.size(),
                            role.need.people, Name(role.need.role));
      } else {
        text += fmt::format("the approval of the {}{}", Name(role.need.role),
                            role.need.minutes ? " with its minutes as evidence" : "");
      }
    }
    return text;
  }

  void ReportMissing(Span span, const Decision& decision, const Move& move, std::string_view what) {
    findings()
        .Report(RuleId::kMissingApproval, span, "{} {}", Describe(move, policy()), what)
        .Help(
            "every role needs the approval of another person, for the same 'after', 'terms'{}; where a "
            "committee had other rules then, a new version of the policy makes older decisions history",
            decision.reason ? ", 'reason' and 'until'" : "");
  }

  // Who acts in a role that excludes another of his. True if anybody does.
  bool ReportDuties(const Decision& decision, std::vector<const Decision*> all, const Duties& duties) {
    all.push_back(&decision);
    bool found = false;
    const auto report = [&](const Decision& at, const std::optional<std::string>& why) {
      if (!why) return;
      found = true;
      ReportExcluded(at, *why);
    };
    for (std::size_t i = 0; i < all.size(); ++i) {
      const Signatory one = SignatoryOf(*all[i]);
      if (const auto why = duties.WhyExcluded(one)) {
        report(*all[i], why);
        continue;
      }
      for (std::size_t j = 0; j < i; ++j) {
        const auto why = duties.WhyExcluded(one, SignatoryOf(*all[j]));
        report(*all[i], why);
        if (why) break;  // the others would say the same
      }
    }
    return found;
  }

  void ReportExcluded(const Decision& at, std::string_view why) {
    findings()
        .Report(RuleId::kSeparationOfDuties, at.for_ ? at.for_.span : at.by.span,
                "{}; policy keeps the two apart", why)
        .Help("somebody else must act as {}", Name(*at.role));
  }

  void JudgeConfirmer(const Decision& confirm) override {
    const Signatory signatory = SignatoryOf(confirm);
    const RolesAsked& asked = policy().decisions.confirm;
    const bool holds =
        std::ranges::any_of(asked.roles, [&](const Located<Role>& role) { return *role == signatory.role; });
    if (!holds) {
      findings()
          .Report(RuleId::kMissingApproval, confirm.role.span, "confirm asks for {}; it is signed as {}",
                  asked.roles.empty() ? "-" : Name(*asked.roles.front()), Name(signatory.role))
          .Help("have the measure's controller confirm");
    }
    if (const auto why = DutiesOf(confirm).WhyExcluded(signatory)) ReportExcluded(confirm, *why);
  }

  std::optional<std::string> WhyNotCounted(const Decision& approval, const Move& move) const override {
    const bool joins = *approval.role == Role::kAdmin;  // where a leaver is replaced
    const RolesWanted wanted = RolesFor(portfolio(), measure(), replay().position, move, approval.reason);
    const auto why = WhyNotAsked(NeededBy(portfolio(), measure(), wanted), approval);
    const bool asked_before =  // by the committee that an amend replaces
        why && move.kind == DecisionKind::kAmend &&
        std::ranges::any_of(NeededByAny(wanted),
                            [&](const RolesNeeded& needed) { return !WhyNotAsked(needed, approval); });
    if (why && !joins && !asked_before) return why;

    // Sponsor or committee may stand where nothing can be read.
    if (why || measure().inherits_unknown || move.kind == DecisionKind::kAmend) return std::nullopt;
    return WhyMayNotSign(portfolio(), measure(), SignatoryOf(approval));
  }

  // Which advance into the last stage is the one that still holds: its share can be judged.
  void FindClosing() {
    for (const Decision& decision : measure().decisions) {
      if (*decision.decision == DecisionKind::kReopen) closing_ = nullptr;
      const std::optional<Move> move =
          *decision.decision == DecisionKind::kAdvance ? MoveOf(decision, policy()) : std::nullopt;
      if (move && IsClosing(*move, policy())) closing_ = &decision;
    }
  }

  Findings& findings_;
  const Decision* closing_ = nullptr;
};

}  // namespace

Replay ReplayDecisions(const Portfolio& portfolio, const Locks& locks, const Measure& measure,
                       Findings& findings) {
  return TreeReplayer(portfolio, locks, measure, findings).Run();
}

bool IsBeingAmended(const Replay& replay, const Policy& policy) {
  return std::ranges::any_of(replay.fitting, [&](const Decision* approval) {
    return MoveOf(*approval, policy)->kind == DecisionKind::kAmend;
  });
}

std::vector<ConfirmedSum> StatedSums(const Decision& decision) {
  std::vector<ConfirmedSum> sums;
  for (const EffectSum& sum : decision.confirmed)
    sums.push_back({sum.effect->view(), FormatTotal(Amount{sum.amount->digits}, sum.amount->scale)});
  std::ranges::sort(sums, {}, &ConfirmedSum::effect);
  return sums;
}

std::vector<ConfirmedSum> ConfirmedSums(const Measure& measure, std::span<const Decision> decisions) {
  std::vector<ConfirmedSum> sums;
  for (const Effect& effect : measure.effects) {
    const std::vector<ConfirmedMonth> months = ConfirmedMonths(decisions, effect);
    if (months.empty()) continue;
    Total total;
    for (const ConfirmedMonth& month : months)
      total = HoldsLevels(*effect.kind) ? Total(month.amount) : total + Total(month.amount);
    sums.push_back({effect.id->view(), FormatTotal(total, effect.currency->exponent())});
  }
  std::ranges::sort(sums, {}, &ConfirmedSum::effect);
  return sums;
}

}  // namespace cat4
