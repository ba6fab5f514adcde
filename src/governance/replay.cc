#include "cat4/governance/replay.h"

#include <algorithm>
#include <map>
#include <set>

#include "cat4/governance/authority.h"
#include "cat4/governance/criteria.h"
#include "cat4/governance/statement.h"
#include "cat4/governance/terms.h"

namespace cat4 {
namespace {

std::string SumsText(const std::vector<ConfirmedSum>& sums) {
  std::string text;
  for (const ConfirmedSum& sum : sums)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", sum.effect, sum.amount);
  return text.empty() ? "nothing" : text;
}

std::vector<ConfirmedSum> StatedSums(const Decision& decision) {
  std::vector<ConfirmedSum> sums;
  for (const EffectSum& sum : decision.confirmed)
    sums.push_back({sum.effect->view(), FormatTotal(Amount{sum.amount->digits}, sum.amount->scale)});
  std::ranges::sort(sums, {}, &ConfirmedSum::effect);
  return sums;
}

class Replayer {
 public:
  Replayer(const Portfolio& portfolio, const Locks& locks, const Measure& measure, Findings& findings)
      : portfolio_(portfolio),
        locks_(locks),
        policy_(portfolio.policy),
        measure_(measure),
        findings_(findings) {
    if (TermsAreKnown(portfolio, measure)) out_.terms = DigestOf(TermsText(portfolio, measure));
    out_.entered.resize(policy_.stages.size());
  }

  Replay Run() {
    FindClosing();
    for (const Decision& decision : measure_.decisions) {
      const std::string digest = DigestOf(StatementText(portfolio_, measure_, decision));
      switch (*decision.decision) {
        case DecisionKind::kApprove:
          See(decision, digest);
          break;
        case DecisionKind::kConfirm:
          JudgeConfirm(decision, digest);
          break;
        default:
          JudgeTransition(decision, digest);
      }
      if (!out_.whole) return std::move(out_);
    }
    for (const Decision& approval : measure_.open_approvals) {
      const std::string digest = DigestOf(StatementText(portfolio_, measure_, approval));
      if (const auto why = WhyMisnamed(approval, digest)) {
        LeaveOpen(approval, *why);
      } else {
        See(approval, digest);
      }
    }
    for (const Decision* approval : pending_) JudgeOpen(*approval);
    return std::move(out_);
  }

 private:
  // ---- approvals
  void See(const Decision& approval, const std::string& digest) {
    if (seen_.insert(digest).second) {
      pending_.push_back(&approval);
    } else {
      Leftover(approval, "the same approval stands here before");
    }
  }

  void LeaveOpen(const Decision& approval, const std::string& why) {
    Leftover(approval, why);
    out_.leftover.push_back({&approval, why});
  }

  void Leftover(const Decision& approval, std::string_view why) {
    findings_
        .Report(RuleId::kLeftoverApproval, approval.decision.span,
                "the approval of '{}' by '{}' counts for nothing: {}",
                approval.gate ? approval.gate->view() : "-", approval.by->view(), why)
        .Help("{}", approval.span.file() == measure_.file ? "nothing has to be done; it stays in the list"
                                                          : "remove the file, or have it approved anew");
  }

  // An approval's file is named after what it says: under another name, one of the two was changed.
  std::optional<std::string> WhyMisnamed(const Decision& approval, std::string_view digest) const {
    std::string_view stem = portfolio_.files.path(approval.span.file());
    stem.remove_prefix(stem.rfind('/') + 1);
    stem.remove_suffix(std::string_view(".yaml").size());
    const std::string_view wanted = digest.substr(std::string_view("sha256:").size(), 16);
    if (stem == wanted) return std::nullopt;
    return fmt::format("its file is named '{}', but the digest of what it says starts with '{}'", stem,
                       wanted);
  }

  // Why an approval in the list is not one of those that this transition counts.
  std::optional<std::string> WhyApart(const Decision& approval, const Decision& transition,
                                      const Move& move) const {
    const std::optional<Move> approved = MoveOf(approval, policy_);
    if (!approved || *approved != move) return fmt::format("it is not about {}", Describe(move, policy_));
    if (*approval.policy > *policy_.version)
      return fmt::format("its 'policy' is {}, the policy's version is {}", *approval.policy,
                         *policy_.version);
    if (approval.after.value != transition.after.value) return "its 'after' differs from the transition's";
    if (approval.terms.value != transition.terms.value) return "its 'terms' differ from the transition's";
    if (approval.reason.value != transition.reason.value) return "its 'reason' differs from the transition's";
    if (bool{approval.until} != bool{transition.until} || *approval.until != *transition.until)
      return "its 'until' differs from the transition's";
    if (StatedSums(approval) != StatedSums(transition))
      return "its 'confirmed' differs from the transition's";
    return std::nullopt;
  }

  // Those that fit; a note for each that does not.
  std::vector<const Decision*> TakeApprovals(const Decision& transition, const Move& move) {
    std::vector<const Decision*> fitting;
    for (const Decision* approval : pending_) {
      if (const auto why = WhyApart(*approval, transition, move)) {
        Leftover(*approval, *why);
      } else {
        fitting.push_back(approval);
      }
    }
    pending_.clear();
    return fitting;
  }

  // ---- transitions
  void JudgeTransition(const Decision& decision, const std::string& digest) {
    const std::optional<Move> move = MoveOf(decision, policy_);
    const bool current = *decision.policy >= *policy_.version;
    const std::optional<std::string> illegal =
        !move ? "its 'gate' names no stage"
              : (current ? WhyIllegal(policy_, out_.position, *move) : std::nullopt);
    if (illegal) {
      findings_
          .Report(RuleId::kIllegalTransition, decision.decision.span, "{} is illegal here: {}",
                  move ? Describe(*move, policy_) : Name(*decision.decision), *illegal)
          .Help(
              "decisions are recorded by cat4 only; restore the list as it was signed. What follows this "
              "decision is not judged");
      out_.whole = false;
      return;
    }
    CheckPolicy(decision);
    CheckAfter(decision, out_.after, "the latest transition");
    if (out_.position.sealed && move->kind != DecisionKind::kAmend) CheckSealed(decision);
    const std::vector<const Decision*> approvals = TakeApprovals(decision, *move);
    if (current) JudgeAuthority(decision, *move, approvals);
    if (IsClosing(*move, policy_) || !decision.confirmed.empty()) CheckSums(decision);
    Take(decision, digest, *move);
  }

  void Take(const Decision& decision, const std::string& digest, const Move& move) {
    const Policy& then = locks_.PolicyOf(*decision.policy);
    if (Seals(then, out_.position, move)) {
      out_.sealing = &decision;
      out_.sealing_digest = digest;
      out_.seal = std::string(decision.terms->view());
    }
    const bool was_sealed = out_.position.sealed;
    out_.position = After(then, out_.position, move);
    if (!out_.position.sealed) out_.sealing = nullptr;
    if (move.kind == DecisionKind::kAmend || (was_sealed && !out_.position.sealed)) out_.renewed = &decision;
    out_.latest = &decision;
    out_.after = digest;
    seen_.insert(digest);
    for (std::size_t stage = 0; stage < out_.entered.size(); ++stage) {
      const bool reached = static_cast<int>(stage) <= out_.position.stage;
      if (!reached) out_.entered[stage] = nullptr;
      if (reached && stage > 0 && !out_.entered[stage]) out_.entered[stage] = &decision;
    }
  }

  void CheckPolicy(const Decision& decision) {
    const int latest = out_.latest ? *out_.latest->policy : 1;
    if (*decision.policy > *policy_.version) {
      Stale(decision.policy.span,
            fmt::format("'policy' is {}; the policy's version is {}", *decision.policy, *policy_.version));
    } else if (*decision.policy < latest) {
      Stale(decision.policy.span,
            fmt::format("'policy' is {} behind a decision that names version {}", *decision.policy, latest));
    }
  }

  void CheckAfter(const Decision& decision, std::string_view wanted, std::string_view what) {
    if (decision.after->view() == wanted) return;
    Stale(decision.after.span,
          fmt::format("'after' is {}; wanted {}, {}", ShortDigest(decision.after->view()),
                      ShortDigest(wanted), wanted == "none" ? "there is none before" : what));
  }

  void Stale(Span span, std::string message) {
    findings_.Add(RuleId::kStaleApproval, span, std::move(message))
        .Help(
            "what was signed does not belong here: restore the decisions as they were recorded, or decide "
            "anew");
  }

  void CheckSealed(const Decision& decision) {
    if (decision.terms->view() == out_.seal) return;
    findings_
        .Report(RuleId::kTermsChanged, decision.terms.span, "the {} is about terms {}; locked are {}",
                Name(*decision.decision), ShortDigest(decision.terms->view()), ShortDigest(out_.seal))
        .Help("while terms are locked, only an amend may change them");
  }

  // Which advance into the last stage is the one that still holds: its share and sums can be judged.
  void FindClosing() {
    for (const Decision& decision : measure_.decisions) {
      const DecisionKind kind = *decision.decision;
      if (kind == DecisionKind::kReopen) closing_ = nullptr;
      if (kind == DecisionKind::kAmend) last_amend_ = &decision;
      const std::optional<Move> move =
          kind == DecisionKind::kAdvance ? MoveOf(decision, policy_) : std::nullopt;
      if (move && IsClosing(*move, policy_)) closing_ = &decision;
    }
  }

  bool AmendedSince(const Decision& decision) const { return last_amend_ && last_amend_ > &decision; }

  // An amend may have changed an effect's currency, in which these sums were then stated.
  void CheckSums(const Decision& decision) {
    if (out_.terms.empty() || AmendedSince(decision)) return;
    const std::span<const Decision> before(measure_.decisions.data(), &decision);
    const std::vector<ConfirmedSum> sums = ConfirmedSums(measure_, before);
    if (StatedSums(decision) == sums) return;
    Stale(decision.confirmed.empty() ? decision.decision.span : decision.confirmed.front().effect.span,
          fmt::format("'confirmed' says {}; the confirmations before it add up to {}",
                      SumsText(StatedSums(decision)), SumsText(sums)));
  }

  // ---- authority
  Duties DutiesOf(const Decision& decision) const {
    // Only the terms that the file has now tell whom the measure named then.
    return decision.terms->view() == out_.terms ? Duties::OfMeasure(portfolio_, measure_)
                                                : Duties::OfSigners(policy_);
  }

  // What a move needed. Where the measure may have named another committee than now, several answers are
  // right: one for each way in which a committee of the organization decides.
  std::vector<RolesNeeded> Needed(const Decision& decision, const Move& move) const {
    // Of an earlier closing, or one whose plan was amended since, the share can't be told any more.
    const bool share_known = &decision == closing_ && !AmendedSince(decision);
    const RolesWanted wanted =
        RolesFor(portfolio_, measure_, out_.position, move, share_known ? decision.reason : Located<Text>());
    const RolesNeeded needed = NeededBy(portfolio_, measure_, wanted);
    if (decision.terms->view() == out_.terms || needed.any) return {needed};
    std::vector<RolesNeeded> answers;
    for (const Committee& other : portfolio_.committees) {
      RolesNeeded answer = NeededBy(other, wanted);
      if (std::ranges::find(answers, answer) == answers.end()) answers.push_back(std::move(answer));
    }
    return answers.empty() ? std::vector{needed} : answers;
  }

  void JudgeAuthority(const Decision& decision, const Move& move,
                      const std::vector<const Decision*>& approvals) {
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
    findings_.Report(RuleId::kMissingApproval, span, "{} {}", Describe(move, policy_), what)
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
    findings_
        .Report(RuleId::kSeparationOfDuties, at.for_ ? at.for_.span : at.by.span,
                "{}; policy keeps the two apart", why)
        .Help("somebody else must act as {}", Name(*at.role));
  }

  // ---- confirmations
  void JudgeConfirm(const Decision& confirm, const std::string& digest) {
    seen_.insert(digest);
    const bool current = *confirm.policy >= *policy_.version;
    CheckPrevious(confirm, digest);
    if (current && !out_.position.sealed) {
      findings_
          .Report(RuleId::kIllegalTransition, confirm.decision.span,
                  "confirm is illegal here: the measure's terms are not locked, its stage is '{}'",
                  policy_.stages[static_cast<std::size_t>(out_.position.stage)].id->view())
          .Help("only what has been decided can be confirmed");
    } else if (out_.position.sealed) {
      CheckPolicy(confirm);
      CheckAfter(confirm, out_.sealing_digest, "the transition that locked the terms");
      CheckSealed(confirm);
      if (current) CheckConfirmer(confirm);
    }
    CheckMonths(confirm, current);
  }

  void CheckPrevious(const Decision& confirm, const std::string& digest) {
    auto& latest = confirms_.try_emplace(confirm.effect->view(), "none").first->second;
    if (confirm.previous->view() != latest) {
      findings_
          .Report(RuleId::kConfirmationOverlap, confirm.previous.span,
                  "'previous' is {}; wanted {}, the latest confirmation of effect '{}'",
                  ShortDigest(confirm.previous->view()), ShortDigest(latest), confirm.effect->view())
          .Help("confirm again: what was confirmed before must be known to whoever signs");
    }
    latest = digest;
  }

  void CheckConfirmer(const Decision& confirm) {
    const Signatory signatory = SignatoryOf(confirm);
    const RolesAsked& asked = policy_.decisions.confirm;
    const bool holds =
        std::ranges::any_of(asked.roles, [&](const Located<Role>& role) { return *role == signatory.role; });
    if (!holds) {
      findings_
          .Report(RuleId::kMissingApproval, confirm.role.span, "confirm asks for {}; it is signed as {}",
                  asked.roles.empty() ? "-" : Name(*asked.roles.front()), Name(signatory.role))
          .Help("have the measure's controller confirm");
    }
    if (const auto why = DutiesOf(confirm).WhyExcluded(signatory)) ReportExcluded(confirm, *why);
  }

  void CheckMonths(const Decision& confirm, bool current) {
    const bool restates = confirm.restates && *confirm.restates;
    const bool closed = current && out_.position.stage == policy_.last_stage();
    for (const MonthAmount& amount : confirm.amounts) {
      const auto key = std::make_tuple(confirm.effect->view(), confirm.currency->code(), *amount.month);
      if (confirmed_.insert(key).second) continue;
      if (closed) {
        findings_
            .Report(RuleId::kIllegalTransition, amount.month.span,
                    "{} of effect '{}' is confirmed already, and the measure is in the last stage",
                    FormatMonth(*amount.month), confirm.effect->view())
            .Help("reopen the measure before a confirmed month is changed");
      } else if (!restates) {
        findings_
            .Report(RuleId::kConfirmationOverlap, amount.month.span,
                    "{} of effect '{}' is confirmed already; the first confirmation counts",
                    FormatMonth(*amount.month), confirm.effect->view())
            .Help("restate it: a confirmation with 'restates: true' and a reason replaces the earlier one");
      }
    }
  }

  // ---- what comes next
  void JudgeOpen(const Decision& approval) {
    const std::optional<Move> move = MoveOf(approval, policy_);
    if (const auto why = WhyUnfit(approval, move)) return LeaveOpen(approval, *why);
    out_.fitting.push_back(&approval);
    if (const auto why = WhyNotCounted(approval, *move)) return LeaveOpen(approval, *why);
    out_.open.push_back(&approval);
  }

  std::optional<std::string> WhyUnfit(const Decision& approval, const std::optional<Move>& move) const {
    if (!move) return "its 'gate' names nothing that can be approved";
    if (move->kind == DecisionKind::kHold && !approval.until) return "it says not until when to hold";
    if (auto why = WhyIllegal(policy_, out_.position, *move)) return why;
    if (approval.after->view() != out_.after)
      return fmt::format("its 'after' is {}, the latest transition is {}",
                         ShortDigest(approval.after->view()), ShortDigest(out_.after));
    if (out_.position.sealed && move->kind != DecisionKind::kAmend && approval.terms->view() != out_.seal)
      return fmt::format("it is about terms {}, locked are {}", ShortDigest(approval.terms->view()),
                         ShortDigest(out_.seal));
    if (!out_.terms.empty() && approval.terms->view() != out_.terms)
      return fmt::format("it is about terms {}, the file's are {}", ShortDigest(approval.terms->view()),
                         ShortDigest(out_.terms));
    if (*approval.policy > *policy_.version)
      return fmt::format("its 'policy' is {}, the policy's version is {}", *approval.policy,
                         *policy_.version);
    if (IsClosing(*move, policy_) && !out_.terms.empty()) {
      const std::vector<ConfirmedSum> sums = ConfirmedSums(measure_, measure_.decisions);
      if (StatedSums(approval) != sums)
        return fmt::format("its 'confirmed' says {}, the confirmations add up to {}",
                           SumsText(StatedSums(approval)), SumsText(sums));
    }
    return std::nullopt;
  }

  std::optional<std::string> WhyNotCounted(const Decision& approval, const Move& move) const {
    const bool joins = *approval.role == Role::kAdmin;  // where a leaver is replaced
    const RolesWanted wanted = RolesFor(portfolio_, measure_, out_.position, move, approval.reason);
    const auto why = WhyNotAsked(NeededBy(portfolio_, measure_, wanted), approval);
    if (why && !joins) return why;
    // Sponsor or committee may stand where nothing can be read.
    if (why || measure_.inherits_unknown || move.kind == DecisionKind::kAmend) return std::nullopt;
    return WhyMayNotSign(portfolio_, measure_, SignatoryOf(approval));
  }

  const Portfolio& portfolio_;
  const Locks& locks_;
  const Policy& policy_;
  const Measure& measure_;
  Findings& findings_;
  Replay out_;
  const Decision* closing_ = nullptr;
  const Decision* last_amend_ = nullptr;
  std::vector<const Decision*> pending_;              // approvals since the latest transition
  std::set<std::string> seen_;                        // statement digests
  std::map<std::string_view, std::string> confirms_;  // by effect: its latest confirm's digest
  std::set<std::tuple<std::string_view, std::string_view, Month>> confirmed_;  // effect, currency, month
};

}  // namespace

Replay ReplayDecisions(const Portfolio& portfolio, const Locks& locks, const Measure& measure,
                       Findings& findings) {
  return Replayer(portfolio, locks, measure, findings).Run();
}

bool IsBeingAmended(const Replay& replay, const Policy& policy) {
  return std::ranges::any_of(replay.fitting, [&](const Decision* approval) {
    return MoveOf(*approval, policy)->kind == DecisionKind::kAmend;
  });
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
