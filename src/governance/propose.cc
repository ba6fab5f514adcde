#include "cat4/governance/propose.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "cat4/governance/proof.h"
#include "cat4/governance/statement.h"

#include "governance/acting.h"

namespace cat4 {
namespace {

std::string PeopleText(const std::vector<Signatory>& people) {
  std::string text;
  for (const Signatory& person : people) {
    text += fmt::format("{}{}", text.empty() ? "" : ", ", person.by.view());
    if (!person.for_.empty()) text += fmt::format(" for {}", person.for_.view());
  }
  return text;
}

// "the controller (m.okafor, a.berg for m.okafor), 2 of the steering_committee (…)"
std::string MissingText(const OpenMove& open) {
  std::string text;
  for (const RoleStatus& role : open.roles) {
    if (role.missing() == 0) continue;
    text += text.empty() ? "" : open.any ? " or " : ", ";
    text += role.need.people > 1 ? fmt::format("{} of the {}", role.missing(), Name(role.need.role))
                                 : fmt::format("the {}", Name(role.need.role));
    if (!role.able.empty()) text += fmt::format(" ({})", PeopleText(role.able));
  }
  return text;
}

class Proposer {
 public:
  Proposer(const Basis& basis, const Measure& measure, const Wish& wish)
      : basis_(basis),
        portfolio_(basis.here),
        policy_(basis.here.policy),
        measure_(measure),
        wish_(wish),
        here_(WholeFile(measure.file)) {}

  Proposed Run() {
    replay_ = ReplayDecisions(portfolio_, basis_.locks, measure_, findings_);
    for (const auto step : {&Proposer::JudgePosition, &Proposer::JudgeTerms, &Proposer::SettleReason,
                            &Proposer::ChooseRole, &Proposer::JudgeCoverage, &Proposer::JudgeCriteria}) {
      if (std::optional<Refusal> refusal = (this->*step)()) return *refusal;
    }
    Proposal proposal{.decision = Build(), .leads_to = replay_.position};
    proposal.remarks = std::move(remarks_);
    if (!wish_.approve) {
      proposal.leads_to = After(policy_, replay_.position, wish_.move);
      proposal.unseals = replay_.position.sealed && !proposal.leads_to.sealed;
      for (const Decision& approval : measure_.open_approvals) {
        const bool counts = std::ranges::find(open_.approvals, &approval) != open_.approvals.end();
        (counts ? proposal.counted : proposal.void_).push_back(&approval);
      }
      std::ranges::stable_sort(proposal.counted, {}, [](const Decision* approval) { return *approval->on; });
    }
    return proposal;
  }

 private:
  template <typename T>
  Located<T> Here(T value) const {
    return {value, here_};
  }
  Located<Text> Here(std::string_view text) const { return {portfolio_.texts.Intern(text), here_}; }
  Located<Text> Here(const std::string& text) const { return Here(std::string_view(text)); }
  Located<Text> HereUnlessEmpty(Text text) const {
    return text.empty() ? Located<Text>() : Located<Text>{text, here_};
  }

  std::string What() const {
    return wish_.approve ? fmt::format("approving {}", Describe(wish_.move, policy_))
                         : Describe(wish_.move, policy_);
  }
  std::string IdText() const { return std::string(measure_.id->view()); }

  // ---- the measure and the move
  std::optional<Refusal> JudgePosition() {
    if (!replay_.whole)
      return Refusal{"its decisions do not hold together, so nothing can follow them",
                     "'cat4 check' says which one is wrong"};
    const Position& at = replay_.position;
    if (measure_.stage_index != at.stage || *measure_.state != at.state)
      return Refusal{
          fmt::format("its file says {}, {}; its decisions lead to {}, {}", measure_.stage->view(),
                      Name(*measure_.state), policy_.stages[static_cast<std::size_t>(at.stage)].id->view(),
                      Name(at.state)),
          "restore stage and state in the file; they are changed by decisions only"};
    if (auto why = WhyIllegal(policy_, at, wish_.move))
      return Refusal{fmt::format("{} is illegal: {}", Describe(wish_.move, policy_), *why),
                     fmt::format("'cat4 gate status {}' says where it stands", IdText())};
    if (wish_.move.kind == DecisionKind::kReject && !wish_.approve && !measure_.submitted &&
        replay_.open.empty())
      return Refusal{"there is nothing to reject: no gate is submitted, and nobody has approved anything",
                     ""};
    return std::nullopt;
  }

  std::optional<Refusal> JudgeTerms() {
    if (replay_.terms.empty())
      return Refusal{
          "its terms are not known: a file they are inherited from can't be read, or there is no such "
          "legal entity",
          "'cat4 check' says which"};
    if (!replay_.position.sealed) return std::nullopt;
    const bool changed = replay_.terms != replay_.seal;
    if (wish_.move.kind == DecisionKind::kAmend) {
      if (changed) return std::nullopt;
      return Refusal{"there is nothing to amend: the file carries the locked terms",
                     "change the plan or the other terms in the file first, then approve the amend"};
    }
    if (!changed) return std::nullopt;
    return Refusal{fmt::format("the file's terms {} differ from the locked ones {}",
                               ShortDigest(replay_.terms), ShortDigest(replay_.seal)),
                   "restore them, or decide on the change with 'cat4 gate amend'"};
  }

  // ---- reason and day: given, or those of the approvals that are there
  std::vector<const Decision*> ApprovalsForMove() const {
    std::vector<const Decision*> approvals;
    for (const Decision* approval : replay_.open) {
      if (MoveOf(*approval, policy_) == wish_.move) approvals.push_back(approval);
    }
    for (const Decision& approval : measure_.open_approvals) {
      const bool known = std::ranges::find(replay_.open, &approval) != replay_.open.end();
      if (!known && MoveOf(approval, policy_) == wish_.move && IsAdminsForDeparted(approval))
        approvals.push_back(&approval);
    }
    return approvals;
  }

  // Who replaces somebody who has left signs with an admin's approval, which policy alone does not ask for.
  bool IsAdminsForDeparted(const Decision& approval) const {
    return *approval.role == Role::kAdmin && approval.after->view() == replay_.after &&
           approval.terms->view() == replay_.terms && AnyDeparted() &&
           !WhyMayNotAct(basis_, measure_, SignatoryOf(approval));
  }

  bool AnyDeparted() const {
    return std::ranges::any_of(std::array{Role::kOwner, Role::kSponsor, Role::kController},
                               [&](Role role) { return ReplacesDeparted(basis_, measure_, role); });
  }

  // Why an approval's signature is not good enough to count; nothing if it is.
  std::optional<std::string> WhyUnproven(const Decision& approval) const {
    if (basis_.approvals == Approvals::kAsRecorded) return std::nullopt;
    const Proof proof = ProveStatement(
        portfolio_, *approval.by, StatementText(portfolio_, measure_, approval), approval.signature->view());
    if (!proof.proven) return proof.why;
    if (proof.key->status && *proof.key->status != KeyStatus::kActive)
      return fmt::format("its key {} is {}", proof.fingerprint, Name(*proof.key->status));
    return std::nullopt;
  }

  bool TakesReason() const {
    return WantsReason(wish_.move.kind) ||
           (IsClosing(wish_.move, policy_) && ClosesBelowShare(portfolio_, measure_));
  }

  std::optional<Refusal> SettleReason() {
    open_.move = wish_.move;
    open_.reason = HereUnlessEmpty(wish_.reason);
    if (wish_.until) open_.until = Here(*wish_.until);
    const std::vector<const Decision*> approvals = ApprovalsForMove();
    for (const Decision* approval : approvals) {
      if (const auto why = WhyUnproven(*approval))
        return Refusal{fmt::format("the approval in '{}' by '{}' is not proven: {}",
                                   portfolio_.files.path(approval->span.file()), approval->by->view(), *why),
                       "remove that file, or have it approved anew"};
      const bool takes_reason = !open_.reason && approval->reason;
      const bool takes_until = !open_.until && approval->until;
      if (takes_reason) open_.reason = approval->reason;
      if (takes_until) open_.until = approval->until;
    }
    if (auto refusal = JudgeReason()) return refusal;
    for (const Decision* approval : approvals) {
      const bool same = approval->reason.value == open_.reason.value && *approval->until == *open_.until;
      if (same) {
        open_.approvals.push_back(approval);
      } else if (wish_.reason.empty() && !wish_.until) {
        return Refusal{"the approvals that are there give different reasons or days",
                       "say with --reason (and --until) which of them you mean"};
      } else {
        remarks_.push_back(fmt::format(
            "the approval by {} gives another reason or day and does not count here", approval->by->view()));
      }
    }
    return std::nullopt;
  }

  std::optional<Refusal> JudgeReason() const {
    if (open_.reason && !TakesReason())
      return Refusal{fmt::format("{} takes no reason{}", Describe(wish_.move, policy_),
                                 IsClosing(wish_.move, policy_) ? ": the confirmed share is reached" : ""),
                     "say it with --note"};
    if (!open_.reason && WantsReason(wish_.move.kind))
      return Refusal{fmt::format("{} needs a reason", Describe(wish_.move, policy_)),
                     "give it with --reason"};
    const bool hold = wish_.move.kind == DecisionKind::kHold;
    if (open_.until && !hold)
      return Refusal{fmt::format("{} takes no day", Describe(wish_.move, policy_)), "--until is for a hold"};
    if (!open_.until && hold) return Refusal{"a hold needs the day it ends", "give it with --until"};
    if (hold && *open_.until <= wish_.on)
      return Refusal{fmt::format("the hold would end on {}; wanted a day after {}", FormatDate(*open_.until),
                                 FormatDate(wish_.on)),
                     ""};
    return std::nullopt;
  }

  // ---- who
  RolesNeeded Needed() const {
    RolesNeeded needed = NeededBy(portfolio_, measure_,
                                  RolesFor(portfolio_, measure_, replay_.position, wish_.move, open_.reason));
    const auto departed = [&](const RoleNeed& need) { return ReplacesDeparted(basis_, measure_, need.role); };
    const auto is_admin = [](const RoleNeed& need) { return need.role == Role::kAdmin; };
    if (!needed.any && std::ranges::any_of(needed.roles, departed) &&
        std::ranges::none_of(needed.roles, is_admin))
      needed.roles.push_back({.role = Role::kAdmin});
    return needed;
  }

  std::vector<Signatory> Given() const {
    std::vector<Signatory> given;
    for (const Decision* approval : open_.approvals) given.push_back(SignatoryOf(*approval));
    return given;
  }

  Signatory Own(Role role) const {
    return {role, wish_.signer.by, wish_.signer.for_, !wish_.evidence.empty()};
  }

  static std::size_t CountGiven(const Coverage& coverage) {
    std::size_t count = 0;
    for (const RoleCoverage& role : coverage.roles) count += role.given.size();
    return count;
  }

  // How many places would be filled if he signed in that role.
  std::size_t FilledWith(const RolesNeeded& needed, Role role) const {
    const Duties duties = Duties::OfMeasure(portfolio_, measure_);
    const Signatory own = Own(role);
    if (!wish_.approve) return CountGiven(Cover(needed, Given(), &own, &duties));
    std::vector<Signatory> more = Given();
    more.push_back(own);
    return CountGiven(Cover(needed, more, nullptr, &duties));
  }

  std::optional<Refusal> ChooseRole() {
    needed_ = Needed();
    if (needed_.roles.empty()) {
      if (!wish_.approve && wish_.signer.role) {
        role_ = *wish_.signer.role;
      } else if (const auto held = AnyRole(); held && !wish_.approve) {
        role_ = *held;
      } else {
        return Refusal{fmt::format("policy asks nobody to approve {}", Describe(wish_.move, policy_)),
                       wish_.approve ? "make the move itself" : "name the role you act in with --role"};
      }
      return std::nullopt;
    }
    if (auto refusal = JudgeWishedRole()) return refusal;
    std::vector<std::string> reasons;
    std::optional<Role> best;
    std::size_t most = 0;
    for (const RoleNeed& need : needed_.roles) {
      if (wish_.signer.role && need.role != *wish_.signer.role) continue;
      if (auto why = WhyMayNotAct(basis_, measure_, Own(need.role))) {
        if (std::ranges::find(reasons, *why) == reasons.end()) reasons.push_back(*why);
        continue;
      }
      const std::size_t filled = FilledWith(needed_, need.role);
      // Among roles that help equally, the one that fewer people hold.
      const bool rarer = best && filled == most && Able(need.role) < Able(*best);
      if (!best || filled > most || rarer) best = need.role;
      most = std::max(most, filled);
    }
    if (!best) return NobodyHere(reasons);
    role_ = *best;
    return JudgeMinutes();
  }

  std::optional<Role> AnyRole() const {
    for (const Role role :
         {Role::kOwner, Role::kSponsor, Role::kController, Role::kSteeringCommittee, Role::kAdmin}) {
      if (!WhyMayNotAct(basis_, measure_, Own(role))) return role;
    }
    return std::nullopt;
  }

  std::size_t Able(Role role) const { return WhoMaySign(portfolio_, measure_, role).size(); }

  std::optional<Refusal> JudgeWishedRole() const {
    if (!wish_.signer.role) return std::nullopt;
    std::string asked;
    for (const RoleNeed& need : needed_.roles) {
      if (need.role == *wish_.signer.role) return std::nullopt;
      asked += fmt::format("{}{}", asked.empty() ? "" : ", ", Name(need.role));
    }
    return Refusal{fmt::format("{} does not ask for the {}; it asks for {}", Describe(wish_.move, policy_),
                               Name(*wish_.signer.role), asked),
                   ""};
  }

  Refusal NobodyHere(const std::vector<std::string>& reasons) const {
    std::string why;
    for (const std::string& reason : reasons) why += (why.empty() ? "" : "; ") + reason;
    for (const RoleNeed& need : needed_.roles) {
      for (const Signatory& able : WhoMaySign(portfolio_, measure_, need.role)) {
        if (able.by == wish_.signer.by && !able.for_.empty() && wish_.signer.for_.empty())
          return {why,
                  fmt::format("you are deputy of {}: --on-behalf {}", able.for_.view(), able.for_.view())};
      }
    }
    return {why, fmt::format("it takes {}", MissingText(Judged()))};
  }

  OpenMove Judged() const {
    OpenMove open = open_;
    CompleteMove(portfolio_, measure_, replay_.position, open);
    return open;
  }

  std::optional<Refusal> JudgeMinutes() const {
    const auto need = std::ranges::find(needed_.roles, role_, &RoleNeed::role);
    if (!need->minutes || !wish_.evidence.empty()) return std::nullopt;
    return Refusal{
        fmt::format("'{}' decides by minutes, and none are cited", measure_.steering_committee->view()),
        "name the file with the minutes: --evidence FILE"};
  }

  // ---- enough approvals
  std::optional<Refusal> JudgeCoverage() {
    if (needed_.roles.empty()) return std::nullopt;
    return wish_.approve ? JudgeApproval() : JudgeTransition();
  }

  const Decision* EarlierBy(Text person) const {
    for (const Decision* approval : open_.approvals) {
      if (*approval->by == person || (approval->for_ && *approval->for_ == person)) return approval;
    }
    return nullptr;
  }

  std::optional<Refusal> JudgeApproval() const {
    for (const Text person : {wish_.signer.by, wish_.signer.for_}) {
      if (const Decision* earlier = person.empty() ? nullptr : EarlierBy(person))
        return Refusal{fmt::format("{} was approved as {} by {} on {} already; nobody counts twice",
                                   Describe(wish_.move, policy_), Name(*earlier->role), earlier->by->view(),
                                   FormatDate(*earlier->on)),
                       NextStep()};
    }
    const Duties duties = Duties::OfMeasure(portfolio_, measure_);
    const std::size_t before = CountGiven(Cover(needed_, Given(), nullptr, &duties));
    if (FilledWith(needed_, role_) > before) return std::nullopt;
    return Refusal{
        fmt::format("the {} is not missing any more for {}", Name(role_), Describe(wish_.move, policy_)),
        NextStep()};
  }

  std::string NextStep() const {
    const OpenMove open = Judged();
    if (open.approved)
      return fmt::format("all approvals are there: 'cat4 gate {} {}' records it", Name(wish_.move.kind),
                         IdText());
    return fmt::format("still missing: {}", MissingText(open));
  }

  std::optional<Refusal> JudgeTransition() const {
    const Duties duties = Duties::OfMeasure(portfolio_, measure_);
    const Signatory own = Own(role_);
    const Coverage coverage = Cover(needed_, Given(), &own, &duties);
    if (coverage.complete) return std::nullopt;
    if (const auto why = duties.WhyExcluded(own)) return Refusal{*why, "somebody else must act"};
    std::string why = fmt::format("{} still lacks {}", Describe(wish_.move, policy_), LackText(coverage));
    for (const Finding& finding : findings_.all()) {
      if (finding.rule == RuleId::kLeftoverApproval) why += "; " + finding.message;
    }
    return Refusal{why, fmt::format("they approve with 'cat4 gate approve {}{}'", IdText(), ForText())};
  }

  std::string ForText() const {
    if (wish_.move.kind == DecisionKind::kAdvance) return "";
    const std::string gate = GateText(wish_.move, policy_);
    return gate.find(' ') == std::string::npos ? fmt::format(" --for {}", gate)
                                               : fmt::format(" --for \"{}\"", gate);
  }

  std::string LackText(const Coverage& coverage) const {
    std::string text;
    for (const RoleCoverage& role : coverage.roles) {
      if (role.given.size() >= role.need.people) continue;
      std::vector<Signatory> able = WhoMaySign(portfolio_, measure_, role.need.role);
      std::erase_if(able, [&](const Signatory& signatory) {
        return signatory.by == wish_.signer.by || EarlierBy(signatory.by) != nullptr;
      });
      text += text.empty() ? "" : ", ";
      text += role.need.people > 1
                  ? fmt::format("{} of {} votes of the {}", role.need.people - role.given.size(),
                                role.need.people, Name(role.need.role))
                  : fmt::format("the {}", Name(role.need.role));
      if (!able.empty()) text += fmt::format(" ({})", PeopleText(able));
    }
    return text.empty() ? "somebody who may act in it" : text;
  }

  // ---- what the stages entered require: asked for by the transition, told to who approves
  std::optional<Refusal> JudgeCriteria() {
    const bool enters = wish_.move.kind == DecisionKind::kAdvance || wish_.move.kind == DecisionKind::kAdopt;
    if (!enters) return std::nullopt;
    const int first = wish_.move.kind == DecisionKind::kAdopt ? 1 : wish_.move.stage;
    std::string unmet;
    for (int stage = first; stage <= wish_.move.stage; ++stage) {
      for (const Located<Criterion>& criterion :
           policy_.stages[static_cast<std::size_t>(stage)].entry_criteria) {
        const CriterionResult result = JudgeCriterion(portfolio_, measure_, *criterion, Moment::kEntering);
        if (result.met || IsExcused(*criterion)) continue;
        unmet += fmt::format("{}{}: {}", unmet.empty() ? "" : "; ", Name(*criterion), result.found);
      }
    }
    if (unmet.empty()) return std::nullopt;
    if (wish_.approve) {
      remarks_.push_back(
          fmt::format("{} will ask for more than is there: {}", Describe(wish_.move, policy_), unmet));
      return std::nullopt;
    }
    return Refusal{fmt::format("{} is not met: {}", Describe(wish_.move, policy_), unmet),
                   fmt::format("'cat4 gate status {}' shows each criterion with its line", IdText())};
  }

  bool IsExcused(Criterion criterion) const {
    if (criterion != Criterion::kEbitdaConfirmed || !open_.reason || !portfolio_.readable.rates) return false;
    const ConfirmationState state = JudgeConfirmation(portfolio_, measure_);
    return state.known && state.months_missing == 0;
  }

  // ---- the entry
  Decision Build() const {
    Decision decision;
    decision.span = here_;
    decision.decision = Here(wish_.approve ? DecisionKind::kApprove : wish_.move.kind);
    if (wish_.approve) {
      decision.gate = Here(GateText(wish_.move, policy_));
    } else if (wish_.move.stage >= 0) {
      decision.gate = Here(policy_.stages[static_cast<std::size_t>(wish_.move.stage)].id->view());
    }
    decision.role = Here(role_);
    decision.by = Here(wish_.signer.by);
    decision.for_ = HereUnlessEmpty(wish_.signer.for_);
    decision.on = Here(wish_.on);
    decision.policy = Here(*policy_.version);
    decision.after = Here(replay_.after);
    decision.terms = Here(replay_.terms);
    if (IsClosing(wish_.move, policy_)) AddSums(decision);
    if (open_.until) decision.until = Here(*open_.until);
    if (open_.reason) decision.reason = Here(*open_.reason);
    decision.note = HereUnlessEmpty(wish_.note);
    decision.evidence = wish_.evidence;
    return decision;
  }

  void AddSums(Decision& decision) const {
    for (const ConfirmedSum& sum : ConfirmedSums(measure_, measure_.decisions))
      decision.confirmed.push_back({Here(sum.effect), Here(*ParseDecimal(sum.amount, 6))});
  }

  const Basis& basis_;
  Portfolio& portfolio_;
  const Policy& policy_;
  const Measure& measure_;
  const Wish& wish_;
  const Span here_;
  Findings findings_;
  Replay replay_;
  OpenMove open_;
  RolesNeeded needed_;
  Role role_ = Role::kAdmin;
  std::vector<std::string> remarks_;
};

}  // namespace

Proposed Propose(const Basis& basis, const Measure& measure, const Wish& wish) {
  return Proposer(basis, measure, wish).Run();
}

}  // namespace cat4
