#include <algorithm>
#include <vector>

#include "rules/effects.h"
#include "rules/rule.h"

namespace cat4 {
namespace {

void CheckEffect(const Measure& measure, const Effect& effect, RuleFindings& out) {
  const std::vector<ConfirmedMonth> confirmed = ConfirmedMonths(measure, effect);
  if (confirmed.empty()) return;
  const std::vector<Cell> cells = effect.Cells();
  for (const ConfirmedMonth& month : confirmed) {
    const auto cell = std::ranges::lower_bound(cells, month.month, {}, &Cell::month);
    if (cell == cells.end() || cell->month != month.month || !cell->actual || *cell->actual == month.amount)
      continue;
    out.Report(month.span, "{} is confirmed with {}; its actual is {}", FormatMonth(month.month),
               AmountText(month.amount, *effect.currency), AmountText(*cell->actual, *effect.currency))
        .Help("correct the actual, or confirm the month again with 'restates'");
  }
}

void Check(const RuleInput& input, RuleFindings& out) {
  for (const Measure& measure : input.portfolio.measures) {
    if (measure.decisions.empty()) continue;
    for (const Effect& effect : measure.effects) CheckEffect(measure, effect, out);
  }
}

}  // namespace

const Rule kRuleConfirmedDiffers{
    .text =
        {.summary = "a confirmed amount that is not the reported actual",
         .explanation =
             R"(The owner reports an actual, the controller confirms what the books show. If the two differ,
one of them has seen something the other has not: a late booking, a wrong cost centre, a slip
of the pen. Every sum uses the confirmed amount, while the owner still works with the other.

Agree on the amount: correct the actual, or have the controller confirm the month again with
'restates'.)",
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
      2026-09: {plan: 1000, actual: 950}
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
      2026-09: 1000  # <-
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
      2026-09: {plan: 1000, actual: 950}
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
      2026-09: 950
    checked: Ledger of September
    signature: AAAA
)"},
    .needs = Needs::kOrganization,
    .check = &Check};

}  // namespace cat4
