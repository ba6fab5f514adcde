#include <algorithm>

#include <fmt/format.h>

#include "cat4/governance/confirmation.h"
#include "cat4/governance/statement.h"
#include "cat4/model/figures.h"

#include "governance/acting.h"
#include "governance/landed_step.h"

namespace cat4 {
namespace {

// The digest of the effect's latest confirmation.
std::string LatestConfirm(const Portfolio& portfolio, const Measure& measure, const Effect& effect) {
  std::string digest = "none";
  for (const Decision& decision : measure.decisions) {
    if (*decision.decision == DecisionKind::kConfirm && *decision.effect == *effect.id)
      digest = DigestOf(StatementText(portfolio, measure, decision));
  }
  return digest;
}

std::optional<Refusal> JudgeMeasure(const Basis& basis, const Measure& measure, const Effect& effect,
                                    const Replay& replay) {
  if (auto refusal = WhyNothingFollows(basis, measure, replay)) return refusal;
  const Position& at = replay.position;
  if (!at.sealed)
    return Refusal{
        fmt::format(
            "its terms are not locked, its stage is '{}'; only what has been decided can be confirmed",
            basis.here.policy.stages[static_cast<std::size_t>(at.stage)].id->view()),
        ""};
  if (replay.terms != replay.seal) return TermsDiffer(replay);
  if (!CurrencyIsKnown(basis.here, measure, effect))
    return Refusal{fmt::format("the currency of effect '{}' is not known", effect.id->view()),
                   "'cat4 check' says why"};
  return std::nullopt;
}

// Amounts in months without a plan are legal, and mostly slips.
std::vector<std::string> RemarksOn(const ConfirmWish& wish) {
  const std::vector<Cell> cells = wish.effect->Cells();
  std::vector<std::string> remarks;
  for (const MonthAmount& amount : wish.amounts) {
    const bool planned = std::ranges::any_of(cells, [&](const Cell& cell) {
      return cell.month == *amount.month && cell.plan && cell.plan->minor != 0;
    });
    if (!planned && amount.amount->digits != 0)
      remarks.push_back(fmt::format("effect '{}' plans nothing for {}, which gets {}",
                                    wish.effect->id->view(), FormatMonth(*amount.month),
                                    FormatAmount({amount.amount->digits}, *wish.effect->currency)));
  }
  return remarks;
}

// The one role that policy asks a confirmation of.
std::variant<Role, Refusal> ChooseRole(const Basis& basis, const Measure& measure, Holders holders,
                                       const ConfirmWish& wish) {
  std::string why, able_text;
  for (const Located<Role>& role : basis.here.policy.decisions.confirm.roles) {
    if (wish.signer.role && *wish.signer.role != *role) continue;
    const Signatory own{*role, wish.signer.by, wish.signer.for_, !wish.evidence.empty()};
    const std::optional<std::string> not_he = WhyMayNotAct(basis, measure, holders, own);
    if (!not_he) return *role;
    why = *not_he;
    for (const Signatory& able : WhoMayAct(basis, measure, holders, *role)) {
      if (able.by == wish.signer.by && !able.for_.empty() && wish.signer.for_.empty())
        return Refusal{why, OnBehalfText({able.for_.view()})};
      able_text += fmt::format("{}{}", able_text.empty() ? "" : ", ", SignatoryText(able));
    }
  }
  if (why.empty()) why = "policy asks nobody of that role to confirm";
  return Refusal{why, able_text.empty() ? "nobody may confirm it: 'cat4 show' says whom it names"
                                        : fmt::format("it takes {}", able_text)};
}

Decision Build(const Basis& basis, const Measure& measure, const ConfirmWish& wish, const Replay& replay,
               Role role) {
  const Span here = WholeFile(measure.file);
  TextPool& texts = basis.here.texts;
  const auto text = [&](std::string_view characters) {
    return Located<Text>{texts.Intern(characters), here};
  };
  const auto optional = [&](Text value) {
    return value.empty() ? Located<Text>() : Located<Text>{value, here};
  };
  Decision decision;
  decision.span = here;
  decision.decision = {DecisionKind::kConfirm, here};
  decision.role = {role, here};
  decision.by = {wish.signer.by, here};
  decision.for_ = optional(wish.signer.for_);
  decision.on = {wish.on, here};
  decision.policy = {*basis.here.policy.version, here};
  decision.after = text(replay.sealing_digest);
  decision.previous = text(LatestConfirm(basis.here, measure, *wish.effect));
  decision.terms = text(replay.seal);
  decision.effect = {*wish.effect->id, here};
  decision.currency = {*wish.effect->currency, here};
  decision.amounts = wish.amounts;
  std::ranges::sort(decision.amounts, {}, [](const MonthAmount& amount) { return *amount.month; });
  if (wish.restates) decision.restates = {true, here};
  decision.reason = optional(wish.reason);
  decision.note = optional(wish.note);
  decision.checked = {wish.checked, here};
  decision.evidence = wish.evidence;
  return decision;
}

}  // namespace

Proposed ProposeConfirm(const Basis& basis, const Measure& measure, const ConfirmWish& wish) {
  Findings ignored;  // 'cat4 check' reports them
  const Replay replay = ReplayDecisions(basis.here, basis.locks, measure, ignored);
  if (auto refusal = JudgeMeasure(basis, measure, *wish.effect, replay)) return *refusal;
  if (auto refusal = WhyMonthsRefused(basis, measure, wish)) return *refusal;
  const std::variant<Role, Refusal> role =
      ChooseRole(basis, measure, HoldersFor(basis, measure, replay, std::nullopt), wish);
  if (const auto* refusal = std::get_if<Refusal>(&role)) return *refusal;
  return Proposal{.decision = Build(basis, measure, wish, replay, std::get<Role>(role)),
                  .leads_to = replay.position,
                  .remarks = RemarksOn(wish)};
}

}  // namespace cat4
