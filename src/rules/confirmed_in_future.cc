#include "rules/rule.h"

namespace cat4 {
namespace {

void CheckConfirm(const Decision& confirm, Date as_of, RuleFindings& out) {
  const bool dated_ahead = *confirm.on > as_of;
  const Date limit = dated_ahead ? as_of : *confirm.on;
  for (const MonthAmount& amount : confirm.amounts) {
    if (*amount.month <= MonthOf(limit)) continue;
    out.Report(amount.month.span, "{} is confirmed, but has not begun on {}, the {}",
               FormatMonth(*amount.month), FormatDate(limit),
               dated_ahead ? "as-of date" : "day of the confirmation")
        .Help("confirm the month when it is over, with 'restates'");
  }
}

void Check(const RuleInput& input, RuleFindings& out) {
  for (const Measure& measure : input.portfolio.measures) {
    for (const Decision& decision : measure.decisions) {
      if (*decision.decision == DecisionKind::kConfirm) CheckConfirm(decision, input.as_of, out);
    }
  }
}

}  // namespace

const Rule kRuleConfirmedInFuture{
    .text =
        {.summary = "a confirmation of a month that had not begun",
         .explanation =
             R"(A controller confirms what the books show. No books exist for a month that had not begun on
the day of the confirmation, or has not begun on the day the portfolio is judged by: such an
amount is a hope with a signature on it.

Confirm the month again when it is over, with a confirmation that restates the earlier one. A
decision is never edited.)",
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
      2026-11: {plan: 1000}
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
      2026-11: 1000  # <-
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
      2026-11: {plan: 1000}
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
    .needs = Needs::kNothing,
    .check = &Check};

}  // namespace cat4
