#include <algorithm>

#include "rules/effects.h"
#include "rules/rule.h"

namespace cat4 {
namespace {

const Effect* FindEffect(const Measure& measure, Text id) {
  const auto found = std::ranges::find(measure.effects, id, [](const Effect& effect) { return *effect.id; });
  return found == measure.effects.end() ? nullptr : &*found;
}

// An amend, or a plan taken back, may have changed the currency: what was confirmed before was right then.
std::span<const Decision> SinceLastAmend(const Measure& measure) {
  std::span<const Decision> decisions = measure.decisions;
  for (std::size_t i = decisions.size(); i-- > 0;) {
    const DecisionKind kind = *decisions[i].decision;
    if (kind == DecisionKind::kAmend || kind == DecisionKind::kReturn) return decisions.subspan(i + 1);
  }
  return decisions;
}

void CheckConfirm(const Portfolio& portfolio, const Measure& measure, const Decision& confirm,
                  RuleFindings& out) {
  const Effect* effect = FindEffect(measure, *confirm.effect);
  if (!effect || *confirm.currency == *effect->currency || !CurrencyIsKnown(portfolio, measure, *effect))
    return;
  out.Report(confirm.currency.span, "effect '{}' is confirmed in '{}'; wanted '{}'", effect->id->view(),
             confirm.currency->code(), effect->currency->code())
      .Help(
          "confirm the months again in the effect's currency; as it is, this confirmation counts for "
          "nothing");
}

void Check(const RuleInput& input, RuleFindings& out) {
  for (const Measure& measure : input.portfolio.measures) {
    for (const Decision& decision : SinceLastAmend(measure)) {
      if (*decision.decision == DecisionKind::kConfirm) CheckConfirm(input.portfolio, measure, decision, out);
    }
  }
}

}  // namespace

const Rule kRuleCurrencyMismatch{
    .text =
        {.summary = "a confirmation in another currency than its effect",
         .explanation =
             R"(An effect is planned, reported and confirmed in one currency; otherwise confirmed and planned
amounts could not be compared. A confirmation in another currency counts for nothing, so the
months it names are still unconfirmed. (For fte, which is counted in people, the
confirmation's currency is '-'.)

Confirm the months again in the effect's currency. If it is the effect that has the wrong one,
correct its 'currency': it may be inherited from the package or the legal entity.)",
         .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
effects:
  - id: ebitda
    kind: ebitda
    nature: recurring
    months:
      2026-09: {plan: 1000}
decisions:
  - decision: confirm
    role: controller
    by: c.controller
    on: 2026-10-12
    policy: 1
    after: none
    previous: none
    terms: sha256:1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c
    effect: ebitda
    currency: CHF  # <-
    amounts:
      2026-09: 1000
    checked: Ledger of September
    signature: AAAA
)",
         .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
effects:
  - id: ebitda
    kind: ebitda
    nature: recurring
    months:
      2026-09: {plan: 1000}
decisions:
  - decision: confirm
    role: controller
    by: c.controller
    on: 2026-10-12
    policy: 1
    after: none
    previous: none
    terms: sha256:1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c
    effect: ebitda
    currency: EUR
    amounts:
      2026-09: 1000
    checked: Ledger of September
    signature: AAAA
)"},
    .needs = Needs::kOrganization,
    .check = &Check};

}  // namespace cat4
