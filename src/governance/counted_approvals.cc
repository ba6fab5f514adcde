#include "governance/counted_approvals.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cat4/governance/criteria.h"

#include "governance/landed_step.h"

namespace cat4 {
namespace {

class Counter {
 public:
  Counter(const Basis& basis, const Measure& measure, const Wish& wish, const Replay& replay, Holders holders)
      : basis_(basis),
        portfolio_(basis.here),
        policy_(basis.here.policy),
        measure_(measure),
        wish_(wish),
        replay_(replay),
        holders_(holders) {}

  std::variant<CountedApprovals, Refusal> Run() {
    const std::vector<const Decision*> approvals = ApprovalsForMove();
    const Span here = WholeFile(measure_.file);
    if (!wish_.reason.empty()) out_.reason = {wish_.reason, here};
    if (wish_.until) out_.until = {*wish_.until, here};
    if (std::optional<Refusal> refusal = SettleReason(approvals)) return *refusal;
    if (std::optional<Refusal> refusal = JudgeReason()) return *refusal;
    for (const Decision* approval : approvals) {
      if (SharesReason(*approval)) {
        out_.approvals.push_back(approval);
      } else {
        out_.apart.push_back({approval, approval->reason ? "it gives another reason or day than this one"
                                                         : "it gives no reason, and this one does"});
      }
    }
    return std::move(out_);
  }

 private:
  std::vector<const Decision*> ApprovalsForMove() {
    std::vector<const Decision*> approvals;
    for (const Decision* approval : replay_.fitting) {
      if (MoveOf(*approval, policy_) != wish_.move) continue;
      if (auto why = WhyNotCounted(*approval)) {
        out_.apart.push_back({approval, std::move(*why)});
      } else {
        approvals.push_back(approval);
      }
    }
    for (const Replay::Leftover& leftover : replay_.leftover) {
      const bool fits = std::ranges::find(replay_.fitting, leftover.approval) != replay_.fitting.end();
      if (!fits && MoveOf(*leftover.approval, policy_) == wish_.move) out_.apart.push_back(leftover);
    }
    return approvals;
  }

  // Why an approval that fits counts nothing: nobody asks for it, he may not give it, or did not.
  std::optional<std::string> WhyNotCounted(const Decision& approval) const {
    const RolesWanted wanted = RolesFor(portfolio_, measure_, replay_.position, wish_.move, approval.reason);
    const bool joins = *approval.role == Role::kAdmin && AdminJoins(basis_, measure_, holders_, wanted);
    if (auto why = WhyNotAsked(NeededFor(basis_, measure_, holders_, wanted), approval); why && !joins)
      return why;
    if (auto why = WhyMayNotAct(basis_, measure_, holders_, SignatoryOf(approval))) return why;
    return WhyUnproven(basis_, measure_, approval);
  }

  bool TakesReason() const {
    return WantsReason(wish_.move.kind) ||
           (IsClosing(wish_.move, policy_) && ClosesBelowShare(portfolio_, measure_));
  }

  bool SharesReason(const Decision& approval) const {
    return approval.reason.value == out_.reason.value && *approval.until == *out_.until;
  }

  // What is not given is taken from the approvals. One without a reason, which a closing may have, decides
  // nothing where others have one.
  std::optional<Refusal> SettleReason(const std::vector<const Decision*>& approvals) {
    const bool any_reason =
        std::ranges::any_of(approvals, [](const Decision* approval) { return bool{approval->reason}; });
    bool settled = false;
    for (const Decision* approval : approvals) {
      const bool fits = (!any_reason || approval->reason) &&
                        (wish_.reason.empty() || approval->reason.value == wish_.reason) &&
                        (!wish_.until || *approval->until == *wish_.until);
      if (!fits) continue;
      if (!settled && !out_.reason) out_.reason = approval->reason;
      if (!settled && !out_.until) out_.until = approval->until;
      settled = true;
      if (!SharesReason(*approval))
        return Refusal{
            "the approvals that are there give different reasons or days",
            fmt::format("'cat4 gate status {}' lists them; say with --reason (and --until) which you mean",
                        measure_.id->view())};
    }
    return std::nullopt;
  }

  std::optional<Refusal> JudgeReason() const {
    if (out_.reason && !TakesReason())
      return Refusal{fmt::format("{} takes no reason{}", Describe(wish_.move, policy_),
                                 IsClosing(wish_.move, policy_) ? ": the confirmed share is reached" : ""),
                     "say it with --note"};
    if (!out_.reason && WantsReason(wish_.move.kind))
      return Refusal{fmt::format("{} needs a reason", Describe(wish_.move, policy_)),
                     "give it with --reason"};
    const bool hold = wish_.move.kind == DecisionKind::kHold;
    if (out_.until && !hold)
      return Refusal{fmt::format("{} takes no day", Describe(wish_.move, policy_)), "--until is for a hold"};
    if (!out_.until && hold) return Refusal{"a hold needs the day it ends", "give it with --until"};
    if (hold && *out_.until <= wish_.on)
      return Refusal{fmt::format("the hold would end on {}; wanted a day after {}", FormatDate(*out_.until),
                                 FormatDate(wish_.on)),
                     ""};
    return std::nullopt;
  }

  const Basis& basis_;
  const Portfolio& portfolio_;
  const Policy& policy_;
  const Measure& measure_;
  const Wish& wish_;
  const Replay& replay_;
  const Holders holders_;
  CountedApprovals out_;
};

}  // namespace

std::variant<CountedApprovals, Refusal> CountApprovals(const Basis& basis, const Measure& measure,
                                                       const Wish& wish, const Replay& replay,
                                                       Holders holders) {
  return Counter(basis, measure, wish, replay, holders).Run();
}

}  // namespace cat4
