#include "cat4/governance/propose.h"

#include <algorithm>

#include <fmt/format.h>

#include "cat4/base/text.h"
#include "cat4/governance/criteria.h"
#include "cat4/governance/originals.h"
#include "cat4/governance/statement.h"

#include "governance/acting.h"
#include "governance/authorisation.h"
#include "governance/counted_approvals.h"
#include "governance/landed_step.h"

namespace cat4 {
namespace {

constexpr int kMaxDecimals = 6;  // of any currency

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
         {&Proposer::JudgePosition, &Proposer::JudgeTerms, &Proposer::JudgeRenewal, &Proposer::JudgeOriginals,
          &Proposer::JudgeStrayOriginals, &Proposer::TakeApprovals, &Proposer::ChooseRole,
          &Proposer::JudgeCoverage, &Proposer::JudgeCriteria, &Proposer::JudgeSums}) {
      if (std::optional<Refusal> refusal = (this->*step)()) return *refusal;
    }
    Proposal proposal{.decision = Build(), .leads_to = replay_.position};
    for (const auto& [approval, why] : counted_.apart)
      remarks_.push_back(fmt::format("the approval by {} counts for nothing: {}", approval->by->view(), why));
    if (!wish_.approve) {
      proposal.leads_to = After(policy_, replay_.position, wish_.move);
      proposal.unseals = replay_.position.sealed && !proposal.leads_to.sealed;
      for (const Decision& approval : measure_.open_approvals) {
        const bool counts = std::ranges::find(counted_.approvals, &approval) != counted_.approvals.end();
        (counts ? proposal.counted : proposal.voided).push_back(&approval);
        if (!counts)
          remarks_.push_back(fmt::format("the approval of {} by {} is void now, and its file removed",
                                         approval.gate->view(), approval.by->view()));
      }
      std::ranges::stable_sort(proposal.counted, {}, [](const Decision* approval) { return *approval->on; });
    }
    if (replay_.latest && wish_.on < *replay_.latest->on)
      remarks_.push_back(fmt::format("this is dated {}, before the {} of {} that it follows",
                                     FormatDate(wish_.on), Name(*replay_.latest->decision),
                                     FormatDate(*replay_.latest->on)));
    proposal.remarks = std::move(remarks_);
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
    if (wish_.move.kind == DecisionKind::kAdopt && wish_.move.stage == at.stage)
      return Refusal{fmt::format("it stands in '{}' already, and a measure is adopted once", StageText()),
                     "adopt it into the stage it had reached elsewhere"};
    if (wish_.move.kind == DecisionKind::kReject && !measure_.submitted && replay_.fitting.empty())
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
    return TermsDiffer(replay_);
  }

  // The first approved plans of what has landed are kept, also while the terms are open.
  std::optional<Refusal> JudgeOriginals() {
    const Measure* landed = LandedOf(basis_, measure_);
    if (!landed || landed == &measure_) return std::nullopt;
    Findings ignored;
    const bool locked =
        ReplayDecisions(*basis_.landed, Locks(*basis_.landed), *landed, ignored).position.sealed;
    return WhyOriginalsLost(*landed, locked, measure_);
  }

  // What only an amend or a return writes can't be sealed where there was none.
  std::optional<Refusal> JudgeStrayOriginals() {
    if (replay_.position.sealed || !After(policy_, replay_.position, wish_.move).sealed) return std::nullopt;
    const std::vector<StrayOriginal> stray = StrayOriginals(measure_);
    return stray.empty() ? std::nullopt : std::optional(stray.front().refusal);
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
                        GovernedBranch(basis_))};
      case Landing::kUnknown:
        break;
    }
    return Refusal{
        fmt::format("there is no branch '{}' that this one was made from, which policy.yaml names as "
                    "the governed one, so it can't be told what the amend changes",
                    GovernedBranch(basis_)),
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
                   fmt::format("merge this branch into '{}' first", GovernedBranch(basis_))};
  }

  // ---- the approvals that count, and the reason that is shared with them
  std::optional<Refusal> TakeApprovals() {
    auto counted = CountApprovals(basis_, measure_, wish_, replay_, holders_);
    if (auto* refusal = std::get_if<Refusal>(&counted)) return std::move(*refusal);
    counted_ = std::move(std::get<CountedApprovals>(counted));
    return std::nullopt;
  }

  // ---- who
  Signatory Own(Role role) const {
    return {role, wish_.signer.by, wish_.signer.for_, !wish_.evidence.empty()};
  }

  std::optional<Refusal> ChooseRole() {
    asked_.emplace(basis_, measure_, holders_,
                   RolesFor(portfolio_, measure_, replay_.position, wish_.move, counted_.reason),
                   counted_.approvals);
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
    std::vector<std::string_view> principals;
    for (const RoleNeed& need : asked_->needed().roles) {
      if (wish_.signer.role && need.role != *wish_.signer.role) continue;
      for (const Signatory& able : WhoMayAct(basis_, measure_, holders_, need.role)) {
        if (able.by != wish_.signer.by || !wish_.signer.for_.empty()) continue;
        if (!able.for_.empty()) principals.push_back(able.for_.view());
        if (need.role == Role::kAdmin && asked_->admin_joins() && !wish_.approve)
          return {why, ApproveText("approve it")};
      }
    }
    if (!principals.empty()) return {why, OnBehalfText(principals)};
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
    if (auto refusal = WhyCountedAlready()) return refusal;
    const std::string lack = asked_->LackText(coverage, wish_.signer.by);
    std::string why = fmt::format("{} still lacks {}", Describe(wish_.move, policy_),
                                  lack.empty() ? "somebody who may act in it" : lack);
    for (const auto& [approval, reason] : counted_.apart)
      why += fmt::format("; the approval by '{}' counts for nothing: {}", approval->by->view(), reason);
    if (wish_.move.kind == DecisionKind::kAmend) {
      if (const std::optional<Refusal> landing = JudgeLanding()) return Refusal{why, landing->next};
    }
    return Refusal{why, ApproveText("they approve")};
  }

  // Who approved in one role can't make the move in another: the approval would count no more.
  std::optional<Refusal> WhyCountedAlready() const {
    for (const Text person : {wish_.signer.by, wish_.signer.for_}) {
      const Decision* earlier = person.empty() ? nullptr : asked_->EarlierBy(person);
      if (!earlier || *earlier->role == role_) continue;
      return Refusal{
          fmt::format("'{}' acts as {} here, and {} was approved as {} by '{}' on {}; nobody counts "
                      "twice",
                      person.view(), Name(role_), Describe(wish_.move, policy_), Name(*earlier->role),
                      earlier->by->view(), FormatDate(*earlier->on)),
          NextStep()};
    }
    return std::nullopt;
  }

  std::string ApproveText(std::string_view who) const {
    const std::string gate = GateText(wish_.move, policy_);
    const bool next = wish_.move.kind == DecisionKind::kAdvance;
    std::string more = next ? "" : fmt::format(" --for {}", ShellQuoted(gate));
    // Approvals that are there give it already.
    const bool given = !counted_.approvals.empty() && counted_.apart.empty();
    if (counted_.reason && !given) more += fmt::format(" --reason {}", ShellQuoted(counted_.reason->view()));
    if (counted_.until && !given) more += fmt::format(" --until {}", FormatDate(*counted_.until));
    return fmt::format("{} with 'cat4 gate approve {}{}'", who, IdText(), more);
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
    if (criterion != Criterion::kEbitdaConfirmed || !counted_.reason || !portfolio_.readable.rates)
      return false;
    const ConfirmationState state = JudgeConfirmation(portfolio_, measure_);
    return state.known && state.months_missing == 0;
  }

  // What an advance into the last stage states must be a figure as the format has them.
  std::optional<Refusal> JudgeSums() {
    if (!IsClosing(wish_.move, policy_)) return std::nullopt;
    for (const ConfirmedSum& sum : ConfirmedSums(measure_, measure_.decisions)) {
      if (!ParseDecimal(sum.amount, kMaxDecimals))
        return Refusal{
            fmt::format("the confirmations of effect '{}' add up to {}, which has more digits than a "
                        "figure may have",
                        sum.effect, sum.amount),
            "restate the months that are wrong"};
    }
    return std::nullopt;
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
    if (counted_.until) decision.until = Here(*counted_.until);
    if (counted_.reason) decision.reason = Here(*counted_.reason);
    decision.note = HereUnlessEmpty(wish_.note);
    decision.evidence = wish_.evidence;
    return decision;
  }

  void AddSums(Decision& decision) const {
    for (const ConfirmedSum& sum : ConfirmedSums(measure_, measure_.decisions))
      decision.confirmed.push_back({Here(sum.effect), Here(*ParseDecimal(sum.amount, kMaxDecimals))});
  }

  const Basis& basis_;
  Portfolio& portfolio_;
  const Policy& policy_;
  const Measure& measure_;
  const Wish& wish_;
  const Span here_;
  Replay replay_;
  Holders holders_ = Holders::kLanded;
  CountedApprovals counted_;
  std::optional<Authorisation> asked_;
  Role role_ = Role::kAdmin;
  std::vector<std::string> remarks_;
};

}  // namespace

Proposed Propose(const Basis& basis, const Measure& measure, const Wish& wish) {
  return Proposer(basis, measure, wish).Run();
}

}  // namespace cat4
