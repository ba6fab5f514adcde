#include "governance/replayer.h"

#include <algorithm>

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

}  // namespace

Replayer::Replayer(const Portfolio& portfolio, const Locks& locks, const Measure& measure)
    : portfolio_(portfolio), locks_(locks), policy_(portfolio.policy), measure_(measure) {
  if (TermsAreKnown(portfolio, measure)) out_.terms = DigestOf(TermsText(portfolio, measure));
  out_.entered.resize(policy_.stages.size());
}

Replay Replayer::Run() {
  for (const Decision& decision : measure_.decisions) {
    findings_ = &FindingsFor(decision);
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
    if (!out_.whole && !GoesOn()) return std::move(out_);
  }
  for (const Decision& approval : measure_.open_approvals) {
    findings_ = &FindingsFor(approval);
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

// ---- approvals
void Replayer::See(const Decision& approval, const std::string& digest) {
  if (seen_.insert(digest).second) {
    pending_.push_back(&approval);
  } else {
    Leftover(approval, "the same approval stands here before");
  }
}

void Replayer::LeaveOpen(const Decision& approval, const std::string& why) {
  Leftover(approval, why);
  out_.leftover.push_back({&approval, why});
}

void Replayer::Leftover(const Decision& approval, std::string_view why) {
  FindingsFor(approval)
      .Report(RuleId::kLeftoverApproval, approval.decision.span,
              "the approval of '{}' by '{}' counts for nothing: {}",
              approval.gate ? approval.gate->view() : "-", approval.by->view(), why)
      .Help("{}", approval.span.file() == measure_.file ? "nothing has to be done; it stays in the list"
                                                        : "remove the file, or have it approved anew");
}

// An approval's file is named after what it says: under another name, one of the two was changed.
std::optional<std::string> Replayer::WhyMisnamed(const Decision& approval, std::string_view digest) const {
  std::string_view stem = portfolio_.files.path(approval.span.file());
  stem.remove_prefix(stem.rfind('/') + 1);
  stem.remove_suffix(std::string_view(".yaml").size());
  const std::string_view wanted = digest.substr(std::string_view("sha256:").size(), 16);
  if (stem == wanted) return std::nullopt;
  return fmt::format("its file is named '{}', but the digest of what it says starts with '{}'", stem, wanted);
}

// Why an approval in the list is not one of those that this transition counts.
std::optional<std::string> Replayer::WhyApart(const Decision& approval, const Decision& transition,
                                              const Move& move) const {
  const std::optional<Move> approved = MoveOf(approval, policy_);
  if (!approved || *approved != move) return fmt::format("it is not about {}", Describe(move, policy_));
  if (*approval.policy > *policy_.version)
    return fmt::format("its 'policy' is {}, the policy's version is {}", *approval.policy, *policy_.version);
  if (approval.after.value != transition.after.value) return "its 'after' differs from the transition's";
  if (approval.terms.value != transition.terms.value) return "its 'terms' differ from the transition's";
  if (approval.reason.value != transition.reason.value) return "its 'reason' differs from the transition's";
  if (bool{approval.until} != bool{transition.until} || *approval.until != *transition.until)
    return "its 'until' differs from the transition's";
  if (StatedSums(approval) != StatedSums(transition)) return "its 'confirmed' differs from the transition's";
  return std::nullopt;
}

// Those that fit; a note for each that does not.
std::vector<const Decision*> Replayer::TakeApprovals(const Decision& transition, const Move& move) {
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
void Replayer::JudgeTransition(const Decision& decision, const std::string& digest) {
  const std::optional<Move> move = MoveOf(decision, policy_);
  const bool current = IsJudged(decision);
  const std::optional<std::string> illegal =
      !move ? "its 'gate' names no stage"
            : (current ? WhyIllegal(policy_, out_.position, *move) : std::nullopt);
  if (illegal) {
    findings_
        ->Report(RuleId::kIllegalTransition, decision.decision.span, "{} is illegal here: {}",
                 move ? Describe(*move, policy_) : Name(*decision.decision), *illegal)
        .Help(
            "decisions are recorded by cat4 only; restore the list as it was signed. What follows this "
            "decision is not judged");
    out_.whole = false;
    if (!move || !GoesOn()) return;
  }
  CheckPolicy(decision);
  CheckAfter(decision, out_.after, "the latest transition");
  if (out_.position.sealed && move->kind != DecisionKind::kAmend) CheckSealed(decision);
  const std::vector<const Decision*> approvals = TakeApprovals(decision, *move);
  if (current) JudgeAuthority(decision, *move, approvals);
  if (IsClosing(*move, policy_) || !decision.confirmed.empty()) CheckSums(decision);
  Take(decision, digest, *move);
}

void Replayer::Take(const Decision& decision, const std::string& digest, const Move& move) {
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

void Replayer::CheckPolicy(const Decision& decision) {
  if (const auto why = WhyOtherPolicy(decision)) Stale(decision.policy.span, *why);
}

void Replayer::CheckAfter(const Decision& decision, std::string_view wanted, std::string_view what) {
  if (decision.after->view() == wanted) return;
  Stale(decision.after.span,
        fmt::format("'after' is {}; wanted {}, {}", ShortDigest(decision.after->view()), ShortDigest(wanted),
                    wanted == "none" ? "there is none before" : what));
}

void Replayer::Stale(Span span, std::string message) {
  findings_->Add(RuleId::kStaleApproval, span, std::move(message))
      .Help(
          "what was signed does not belong here: restore the decisions as they were recorded, or decide "
          "anew");
}

void Replayer::CheckSealed(const Decision& decision) {
  if (decision.terms->view() == out_.seal) return;
  findings_
      ->Report(RuleId::kTermsChanged, decision.terms.span, "the {} is about terms {}; locked are {}",
               Name(*decision.decision), ShortDigest(decision.terms->view()), ShortDigest(out_.seal))
      .Help("while terms are locked, only an amend may change them");
}

bool Replayer::AmendedSince(const Decision& decision) const {
  const std::span<const Decision> later(&decision + 1, measure_.decisions.data() + measure_.decisions.size());
  return std::ranges::any_of(later,
                             [](const Decision& other) { return *other.decision == DecisionKind::kAmend; });
}

// An amend may have changed an effect's currency, in which these sums were then stated.
void Replayer::CheckSums(const Decision& decision) {
  if (out_.terms.empty() || AmendedSince(decision)) return;
  const std::span<const Decision> before(measure_.decisions.data(), &decision);
  const std::vector<ConfirmedSum> sums = ConfirmedSums(measure_, before);
  if (StatedSums(decision) == sums) return;
  Stale(decision.confirmed.empty() ? decision.decision.span : decision.confirmed.front().effect.span,
        fmt::format("'confirmed' says {}; the confirmations before it add up to {}",
                    SumsText(StatedSums(decision)), SumsText(sums)));
}

// ---- confirmations
void Replayer::JudgeConfirm(const Decision& confirm, const std::string& digest) {
  seen_.insert(digest);
  const bool current = IsJudged(confirm);
  CheckPrevious(confirm, digest);
  if (current && !out_.position.sealed) {
    findings_
        ->Report(RuleId::kIllegalTransition, confirm.decision.span,
                 "confirm is illegal here: the measure's terms are not locked, its stage is '{}'",
                 policy_.stages[static_cast<std::size_t>(out_.position.stage)].id->view())
        .Help("only what has been decided can be confirmed");
  } else if (out_.position.sealed) {
    CheckPolicy(confirm);
    CheckAfter(confirm, out_.sealing_digest, "the transition that locked the terms");
    CheckSealed(confirm);
    if (current) JudgeConfirmer(confirm);
  }
  CheckMonths(confirm, current);
}

void Replayer::CheckPrevious(const Decision& confirm, const std::string& digest) {
  auto& latest = confirms_.try_emplace(confirm.effect->view(), "none").first->second;
  if (confirm.previous->view() != latest) {
    findings_
        ->Report(RuleOfPrevious(), confirm.previous.span,
                 "'previous' is {}; wanted {}, the latest confirmation of effect '{}'",
                 ShortDigest(confirm.previous->view()), ShortDigest(latest), confirm.effect->view())
        .Help("confirm again: what was confirmed before must be known to whoever signs");
  }
  latest = digest;
}

void Replayer::CheckMonths(const Decision& confirm, bool current) {
  const bool restates = confirm.restates && *confirm.restates;
  const bool closed = current && out_.position.stage == policy_.last_stage();
  for (const MonthAmount& amount : confirm.amounts) {
    const auto key = std::make_tuple(confirm.effect->view(), confirm.currency->code(), *amount.month);
    if (confirmed_.insert(key).second) continue;
    if (closed) {
      findings_
          ->Report(RuleId::kIllegalTransition, amount.month.span,
                   "{} of effect '{}' is confirmed already, and the measure is in the last stage",
                   FormatMonth(*amount.month), confirm.effect->view())
          .Help("reopen the measure before a confirmed month is changed");
    } else if (!restates) {
      findings_
          ->Report(RuleId::kConfirmationOverlap, amount.month.span,
                   "{} of effect '{}' is confirmed already; the first confirmation counts",
                   FormatMonth(*amount.month), confirm.effect->view())
          .Help("restate it: a confirmation with 'restates: true' and a reason replaces the earlier one");
    }
  }
}

// ---- what comes next
void Replayer::JudgeOpen(const Decision& approval) {
  findings_ = &FindingsFor(approval);
  const std::optional<Move> move = MoveOf(approval, policy_);
  if (const auto why = WhyUnfit(approval, move)) return LeaveOpen(approval, *why);
  out_.fitting.push_back(&approval);
  if (const auto why = WhyNotCounted(approval, *move)) return LeaveOpen(approval, *why);
  out_.open.push_back(&approval);
}

std::optional<std::string> Replayer::WhyUnfit(const Decision& approval,
                                              const std::optional<Move>& move) const {
  if (!move) return "its 'gate' names nothing that can be approved";
  if (move->kind == DecisionKind::kHold && !approval.until) return "it says not until when to hold";
  if (auto why = WhyIllegal(policy_, out_.position, *move)) return why;
  if (approval.after->view() != out_.after)
    return fmt::format("its 'after' is {}, the latest transition is {}", ShortDigest(approval.after->view()),
                       ShortDigest(out_.after));
  if (out_.position.sealed && move->kind != DecisionKind::kAmend && approval.terms->view() != out_.seal)
    return fmt::format("it is about terms {}, locked are {}", ShortDigest(approval.terms->view()),
                       ShortDigest(out_.seal));
  if (!out_.terms.empty() && approval.terms->view() != out_.terms)
    return fmt::format("it is about terms {}, the file's are {}", ShortDigest(approval.terms->view()),
                       ShortDigest(out_.terms));
  if (*approval.policy > *policy_.version)
    return fmt::format("its 'policy' is {}, the policy's version is {}", *approval.policy, *policy_.version);
  if (IsClosing(*move, policy_) && !out_.terms.empty()) {
    const std::vector<ConfirmedSum> sums = ConfirmedSums(measure_, measure_.decisions);
    if (StatedSums(approval) != sums)
      return fmt::format("its 'confirmed' says {}, the confirmations add up to {}",
                         SumsText(StatedSums(approval)), SumsText(sums));
  }
  return std::nullopt;
}

}  // namespace cat4
