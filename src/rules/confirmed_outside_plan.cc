#include <algorithm>
#include <vector>

#include "rules/effects.h"
#include "rules/rule.h"

namespace cat4 {
namespace {

Span MonthSpan(const ConfirmedMonth& confirmed) {
  const auto& amounts = confirmed.decision->amounts;
  const auto found =
      std::ranges::find(amounts, confirmed.month, [](const MonthAmount& amount) { return *amount.month; });
  return found->month.span;
}

void CheckEffect(const Measure& measure, const Effect& effect, RuleFindings& out) {
  const std::vector<ConfirmedMonth> confirmed = ConfirmedMonths(measure, effect);
  if (confirmed.empty()) return;
  const std::vector<Cell> cells = effect.Cells();
  for (const ConfirmedMonth& month : confirmed) {
    if (month.amount.minor == 0) continue;  // how a wrong month is taken back
    const auto cell = std::ranges::lower_bound(cells, month.month, {}, &Cell::month);
    if (cell != cells.end() && cell->month == month.month && IsPlanMonth(*cell)) continue;
    out.Report(MonthSpan(month), "{} is confirmed with {}, but effect '{}' plans nothing for that month",
               FormatMonth(month.month), AmountText(month.amount, *effect.currency), effect.id->view())
        .Help("restate the month as 0 and confirm the right one, or amend the plan");
  }
}

void Check(const RuleInput& input, RuleFindings& out) {
  for (const Measure& measure : input.portfolio.measures) {
    if (measure.decisions.empty()) continue;
    for (const Effect& effect : measure.effects) CheckEffect(measure, effect, out);
  }
}

}  // namespace

const Rule kRuleConfirmedOutsidePlan{
    .text = {.summary = "a confirmed month for which nothing is planned",
             .explanation =
                 R"(Closing asks for the planned months, and a recurring effect is measured against them. An
amount confirmed in a month without a plan mostly means that the month is wrong, or that the
effect came earlier or later than decided and the plan was never amended.

If the month is wrong, have the controller restate it as 0 (which is no finding) and confirm
the right one. If it is right, amend the plan.)",
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
      2026-10: {plan: 1000}
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
