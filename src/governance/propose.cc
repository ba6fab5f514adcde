#include "cat4/governance/propose.h"

#include <algorithm>

#include <fmt/format.h>

#include "cat4/governance/proof.h"
#include "cat4/governance/statement.h"

#include "governance/acting.h"
#include "governance/authorisation.h"

namespace cat4 {
namespace {

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
    Findings ignored;  // 'cat4 check' reports them
    replay_ = ReplayDecisions(portfolio_, basis_.locks, measure_, ignored);
    holders_ = HoldersFor(basis_, measure_, replay_, wish_.move);
    for (const auto step :
         {&Proposer::JudgePosition, &Proposer::JudgeTerms, &Proposer::JudgeRenewal, &Proposer::SettleReason,
          &Proposer::ChooseRole, &Proposer::JudgeCoverage, &Proposer::JudgeCriteria}) {
      if (std::optional<Refusal> refusal = (this->*step)()) return *refusal;
    }
    Proposal proposal{.decision = Build(), .leads_to = replay_.position};
    proposal.remarks = std::move(remarks_);
    if (!wish_.approve) {
      proposal.leads_to = After(policy_, replay_.position, wish_.move);
      proposal.unseals = replay_.position.sealed && !proposal.leads_to.sealed;
      for (const Decision& approval : measure_.open_approvals) {
        const bool counts = std::ranges::find(approvals_, &approval) != approvals_.end();
        (counts ? proposal.counted : proposal.voided).push_back(&approval);
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

  std::string IdText() const { return std::string(measure_.id->view()); }

  // ---- the measure and the move
  std::optional<Refusal> JudgePosition() {
    if (auto refusal = WhyNothingFollows(basis_, measure_, replay_)) return refusal;
    const Position& at = replay_.position;
    if (auto why = WhyIllegal(policy_, at, wish_.move))
      return Refusal{fmt::format("{} is illegal: {}", Describe(wish_.move, policy_), *why),
                     fmt::format("'cat4 gate status {}' says where it stands", IdText())};
    if (wish_.move.kind == DecisionKind::kReject && !wish_.approve && !measure_.submitted &&
        replay_.fitting.empty())
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
      if (!changed)
        return Refusal{"there is nothing to amend: the file carries the locked terms",
                       "change the plan or the other terms in the file first, then approve the amend"};
      return wish_.approve ? JudgeLanding() : std::nullopt;
    }
    if (!changed) return std::nullopt;
    return Refusal{fmt::format("the file's terms {} differ from the locked ones {}",
                               ShortDigest(replay_.terms), ShortDigest(replay_.seal)),
                   "restore them, or decide on the change with 'cat4 gate amend'"};
  }

  // An amend lands in one step with its approvals, which are judged by what it changes.
  std::optional<Refusal> JudgeLanding() const {
    switch (basis_.landing) {
      case Landing::kTogether:
        return std::nullopt;
      case Landing::kAlone:
        return Refusal{
            "the approvals of an amend land together with it, and here each commit lands alone",
            fmt::format("git switch -c amend-{}, approve and amend there, and merge that into '{}'", IdText(),
                        policy_.branch->view())};
      case Landing::kUnknown:
        break;
    }
    return Refusal{
        fmt::format("there is no branch '{}' that this one was made from, which policy.yaml names as "
                    "the governed one, so it can't be told what the amend changes",
                    policy_.branch->view()),
        "make it where the locked terms stand, with 'git branch', or name yours in the policy"};
  }

  // Decisions behind an amend that has not landed were made by the people it names; after a second one of the
  // same step, those before it would have had to be made by the others.
  std::optional<Refusal> JudgeRenewal() {
    if (!Renews(policy_, replay_.position, wish_.move)) return std::nullopt;
    if (HoldersFor(basis_, measure_, replay_, std::nullopt) == Holders::kLanded) return std::nullopt;
    const Decision* end = measure_.decisions.data() + measure_.decisions.size();
    const bool fits = std::all_of(replay_.renewed + 1, end, [&](const Decision& decision) {
      return !WhyMayNotAct(basis_, measure_, Holders::kLanded, SignatoryOf(decision));
    });
    if (fits) return std::nullopt;
    return Refusal{fmt::format("the {} of {} has not landed, and people whom it names have decided since",
                               Name(*replay_.renewed->decision), FormatDate(*replay_.renewed->on)),
                   fmt::format("merge this branch into '{}' first", policy_.branch->view())};
  }

  // ---- reason and day: given, or those of the approvals that are there
  Authorisation AuthorisationFor(const Located<Text>& reason,
                                 std::vector<const Decision*> approvals = {}) const {
    return {basis_, measure_, holders_, RolesFor(portfolio_, measure_, replay_.position, wish_.move, reason),
            std::move(approvals)};
  }

  // Why an approval that fits counts nothing: nobody asks for it, or he may not give it.
  std::optional<std::string> WhyNotCounted(const Decision& approval) const {
    if (auto why = WhyNotAsked(AuthorisationFor(approval.reason).needed(), approval)) return why;
    return WhyMayNotAct(basis_, measure_, holders_, SignatoryOf(approval));
  }

  std::vector<const Decision*> ApprovalsForMove() {
    std::vector<const Decision*> approvals;
    for (const Decision* approval : replay_.fitting) {
      if (MoveOf(*approval, policy_) != wish_.move) continue;
      if (auto why = WhyNotCounted(*approval)) {
        apart_.push_back({approval, std::move(*why)});
      } else {
        approvals.push_back(approval);
      }
    }
    for (const Replay::Leftover& leftover : replay_.leftover) {
      const bool fits = std::ranges::find(replay_.fitting, leftover.approval) != replay_.fitting.end();
      if (!fits && MoveOf(*leftover.approval, policy_) == wish_.move) apart_.push_back(leftover);
    }
    return approvals;
  }

  // Why an approval's signature is not good enough to count; nothing if it is.
  std::optional<std::string> WhyUnproven(const Decision& approval) const {
    if (basis_.approvals == Approvals::kAsRecorded) return std::nullopt;
    const std::string statement = StatementText(portfolio_, measure_, approval);
    for (const Portfolio* registry : {static_cast<const Portfolio*>(&portfolio_), basis_.landed}) {
      if (!registry) continue;
      const Proof proof = ProveStatement(*registry, registry->texts.Find(approval.by->view()), statement,
                                         approval.signature->view());
      if (!proof.proven) return proof.why;
      if (proof.key->status && *proof.key->status != KeyStatus::kActive)
        return fmt::format("its key {} is {}", proof.fingerprint, Name(*proof.key->status));
    }
    return std::nullopt;
  }

  bool TakesReason() const {
    return WantsReason(wish_.move.kind) ||
           (IsClosing(wish_.move, policy_) && ClosesBelowShare(portfolio_, measure_));
  }

  std::optional<Refusal> SettleReason() {
    reason_ = HereUnlessEmpty(wish_.reason);
    if (wish_.until) until_ = Here(*wish_.until);
    const std::vector<const Decision*> approvals = ApprovalsForMove();
    for (const Decision* approval : approvals) {
      if (const auto why = WhyUnproven(*approval))
        return Refusal{fmt::format("the approval in '{}' by '{}' is not proven: {}",
                                   portfolio_.files.path(approval->span.file()), approval->by->view(), *why),
                       "remove that file, or have it approved anew"};
      const bool takes_reason = !reason_ && approval->reason;
      const bool takes_until = !until_ && approval->until;
      if (takes_reason) reason_ = approval->reason;
      if (takes_until) until_ = approval->until;
    }
    if (auto refusal = JudgeReason()) return refusal;
    for (const Decision* approval : approvals) {
      const bool same = approval->reason.value == reason_.value && *approval->until == *until_;
      if (same) {
        approvals_.push_back(approval);
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
    if (reason_ && !TakesReason())
      return Refusal{fmt::format("{} takes no reason{}", Describe(wish_.move, policy_),
                                 IsClosing(wish_.move, policy_) ? ": the confirmed share is reached" : ""),
                     "say it with --note"};
    if (!reason_ && WantsReason(wish_.move.kind))
      return Refusal{fmt::format("{} needs a reason", Describe(wish_.move, policy_)),
                     "give it with --reason"};
    const bool hold = wish_.move.kind == DecisionKind::kHold;
    if (until_ && !hold)
      return Refusal{fmt::format("{} takes no day", Describe(wish_.move, policy_)), "--until is for a hold"};
    if (!until_ && hold) return Refusal{"a hold needs the day it ends", "give it with --until"};
    if (hold && *until_ <= wish_.on)
      return Refusal{fmt::format("the hold would end on {}; wanted a day after {}", FormatDate(*until_),
                                 FormatDate(wish_.on)),
                     ""};
    return std::nullopt;
  }

  // ---- who
  Signatory Own(Role role) const {
    return {role, wish_.signer.by, wish_.signer.for_, !wish_.evidence.empty()};
  }

  std::optional<Refusal> ChooseRole() {
    asked_.emplace(AuthorisationFor(reason_, approvals_));
    if (asked_->needed().roles.empty()) return ChooseUnasked();
    if (auto refusal = JudgeWishedRole()) return refusal;
    std::vector<std::string> reasons;
    std::optional<Role> best;
    std::size_t most = 0;
    for (const RoleNeed& need : asked_->needed().roles) {
      if (wish_.signer.role && need.role != *wish_.signer.role) continue;
      if (auto why = WhyNotInRole(need.role)) {
        if (std::ranges::find(reasons, *why) == reasons.end()) reasons.push_back(*why);
        continue;
      }
      const std::size_t filled = asked_->FilledWith(Own(need.role), wish_.approve);
      // Among roles that help equally, the one that fewer people hold.
      const bool rarer = best && filled == most && asked_->CountAble(need.role) < asked_->CountAble(*best);
      if (!best || filled > most || rarer) best = need.role;
      most = std::max(most, filled);
    }
    if (!best) return NobodyHere(reasons);
    role_ = *best;
    return JudgeMinutes();
  }

  std::optional<std::string> WhyNotInRole(Role role) const {
    if (auto why = WhyMayNotAct(basis_, measure_, holders_, Own(role))) return why;
    if (role == Role::kAdmin && asked_->admin_joins() && !wish_.approve)
      return fmt::format(
          "an admin approves what somebody decides for one who has left, but does not {} himself",
          Name(wish_.move.kind));
    return std::nullopt;
  }

  // Policy asks nobody: anybody may move it who acts on the measure, but there is nothing to approve.
  std::optional<Refusal> ChooseUnasked() {
    if (wish_.approve)
      return Refusal{fmt::format("policy asks nobody to approve {}", Describe(wish_.move, policy_)),
                     "make the move itself"};
    std::string why = "you act in no role on this measure";
    for (const Role role :
         {Role::kOwner, Role::kSponsor, Role::kController, Role::kSteeringCommittee, Role::kAdmin}) {
      if (wish_.signer.role && *wish_.signer.role != role) continue;
      const auto not_he = WhyMayNotAct(basis_, measure_, holders_, Own(role));
      if (!not_he) {
        role_ = role;
        return std::nullopt;
      }
      if (wish_.signer.role) why = *not_he;
    }
    return Refusal{why, fmt::format("'cat4 show {}' says who acts in which role", IdText())};
  }

  std::optional<Refusal> JudgeWishedRole() const {
    if (!wish_.signer.role) return std::nullopt;
    const std::vector<RoleNeed>& roles = asked_->needed().roles;
    if (std::ranges::find(roles, *wish_.signer.role, &RoleNeed::role) != roles.end()) return std::nullopt;
    return Refusal{fmt::format("{} does not ask for the {}; it asks for {}", Describe(wish_.move, policy_),
                               Name(*wish_.signer.role), RolesText(asked_->needed())),
                   ""};
  }

  Refusal NobodyHere(const std::vector<std::string>& reasons) const {
    std::string why;
    for (const std::string& reason : reasons) why += (why.empty() ? "" : "; ") + reason;
    for (const RoleNeed& need : asked_->needed().roles) {
      if (wish_.signer.role && need.role != *wish_.signer.role) continue;
      for (const Signatory& able : WhoMayAct(basis_, measure_, holders_, need.role)) {
        if (able.by != wish_.signer.by || !wish_.signer.for_.empty()) continue;
        if (!able.for_.empty())
          return {why,
                  fmt::format("you are deputy of {}: --on-behalf {}", able.for_.view(), able.for_.view())};
        if (need.role == Role::kAdmin && asked_->admin_joins() && !wish_.approve)
          return {why, ApproveText("approve it")};
      }
    }
    const std::string lack = asked_->LackText(asked_->Covered(nullptr), wish_.signer.by);
    return {why, lack.empty() ? NextStep() : fmt::format("it takes {}", lack)};
  }

  std::optional<Refusal> JudgeMinutes() const {
    const auto need = std::ranges::find(asked_->needed().roles, role_, &RoleNeed::role);
    if (!need->minutes || !wish_.evidence.empty()) return std::nullopt;
    return Refusal{
        fmt::format("'{}' decides by minutes, and none are cited", measure_.steering_committee->view()),
        "name the file with the minutes: --evidence FILE"};
  }

  // ---- enough approvals
  std::optional<Refusal> JudgeCoverage() {
    if (asked_->needed().roles.empty()) return std::nullopt;
    return wish_.approve ? JudgeApproval() : JudgeTransition();
  }

  std::optional<Refusal> JudgeApproval() const {
    for (const Text person : {wish_.signer.by, wish_.signer.for_}) {
      const Decision* earlier = person.empty() ? nullptr : asked_->EarlierBy(person);
      if (!earlier) continue;
      const std::string back =
          *earlier->role == role_ ? ""
                                  : fmt::format("; 'cat4 gate reject {}' takes all approvals back", IdText());
      return Refusal{fmt::format("{} was approved as {} by {} on {} already; nobody counts twice",
                                 Describe(wish_.move, policy_), Name(*earlier->role), earlier->by->view(),
                                 FormatDate(*earlier->on)),
                     NextStep() + back};
    }
    if (asked_->FilledWith(Own(role_), true) > asked_->Filled()) return std::nullopt;
    return Refusal{
        fmt::format("the {} is not missing any more for {}", Name(role_), Describe(wish_.move, policy_)),
        NextStep()};
  }

  std::string NextStep() const {
    const Coverage coverage = asked_->Covered(nullptr);
    if (!coverage.complete) return fmt::format("still missing: {}", asked_->LackText(coverage, {}));
    const std::string unmet = UnmetText();
    if (!unmet.empty())
      return fmt::format("all approvals are there, and what is not met keeps it from being recorded: {}",
                         unmet);
    return fmt::format("all approvals are there: 'cat4 gate {} {}{}' records it", Name(wish_.move.kind),
                       IdText(),
                       wish_.move.stage >= 0 && wish_.move.kind != DecisionKind::kAdvance
                           ? fmt::format(" --to {}", StageText())
                           : "");
  }

  std::string_view StageText() const {
    return policy_.stages[static_cast<std::size_t>(wish_.move.stage)].id->view();
  }

  std::optional<Refusal> JudgeTransition() const {
    const Signatory own = Own(role_);
    const Coverage coverage = asked_->Covered(&own);
    if (coverage.complete) return std::nullopt;
    if (const auto why = Duties::OfMeasure(portfolio_, measure_).WhyExcluded(own))
      return Refusal{*why, "somebody else must act"};
    const std::string lack = asked_->LackText(coverage, wish_.signer.by);
    std::string why = fmt::format("{} still lacks {}", Describe(wish_.move, policy_),
                                  lack.empty() ? "somebody who may act in it" : lack);
    for (const auto& [approval, reason] : apart_)
      why += fmt::format("; the approval by '{}' counts for nothing: {}", approval->by->view(), reason);
    if (wish_.move.kind == DecisionKind::kAmend) {
      if (const std::optional<Refusal> landing = JudgeLanding()) return Refusal{why, landing->next};
    }
    return Refusal{why, ApproveText("they approve")};
  }

  std::string ApproveText(std::string_view who) const {
    const std::string gate = GateText(wish_.move, policy_);
    const bool next = wish_.move.kind == DecisionKind::kAdvance;
    const std::string_view quote = gate.find(' ') == std::string::npos ? "" : "\"";
    return fmt::format("{} with 'cat4 gate approve {}{}'", who, IdText(),
                       next ? "" : fmt::format(" --for {}{}{}", quote, gate, quote));
  }

  // ---- what the stages entered require: asked for by the transition, told to who approves
  std::string UnmetText() const {
    const bool enters = wish_.move.kind == DecisionKind::kAdvance || wish_.move.kind == DecisionKind::kAdopt;
    if (!enters) return {};
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
    return unmet;
  }

  std::optional<Refusal> JudgeCriteria() {
    const std::string unmet = UnmetText();
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
    if (criterion != Criterion::kEbitdaConfirmed || !reason_ || !portfolio_.readable.rates) return false;
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
    if (until_) decision.until = Here(*until_);
    if (reason_) decision.reason = Here(*reason_);
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
  Replay replay_;
  Holders holders_ = Holders::kLanded;
  Located<Text> reason_;
  Located<Date> until_;
  std::vector<const Decision*> approvals_;  // that count
  std::vector<Replay::Leftover> apart_;     // for this very move, that don't
  std::optional<Authorisation> asked_;
  Role role_ = Role::kAdmin;
  std::vector<std::string> remarks_;
};

}  // namespace

Proposed Propose(const Basis& basis, const Measure& measure, const Wish& wish) {
  return Proposer(basis, measure, wish).Run();
}

}  // namespace cat4
