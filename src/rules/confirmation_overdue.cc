#include <vector>

#include "cat4/base/text.h"
#include "cat4/model/owed.h"

#include "rules/rule.h"

namespace cat4 {
namespace {

void Check(const RuleInput& input, RuleFindings& out) {
  const Portfolio& portfolio = input.portfolio;
  for (const Measure& measure : portfolio.measures) {
    if (!IsSealed(measure, portfolio.policy)) continue;
    for (const Effect& effect : measure.effects) {
      if (!effect.is_hard() || !CurrencyIsKnown(portfolio, measure, effect)) continue;
      const std::vector<Month> months = UnconfirmedMonths(measure, effect, input.as_of);
      if (months.empty()) continue;
      out.Report(effect.SpanOf(months.front(), FigureKind::kActual),
                 "effect '{}' has {} older than {} that no controller has confirmed, first {}",
                 effect.id->view(), Count(months.size(), "actual"), Count(kDaysToConfirm, "day"),
                 FormatMonth(months.front()))
          .Help("let the controller confirm them");
    }
  }
}

}  // namespace

const Rule kRuleConfirmationOverdue{
    .text =
        {.summary = "an actual that the controller has not confirmed in time",
         .explanation =
             R"(An actual is what the owner says; it becomes a fact when the controller has found it in the books. An actual of a
hard effect of a decided measure should be confirmed within 45 days after its month has ended, as long as those who
booked it remember why, and while the period can still be corrected.

Have the controller confirm the months, or correct the actual. One finding per effect stands at the earliest such
month and says how many there are.)",
         .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: decided
state: active
status: {comment: On plan, on: 2026-10-28}
effects:
  - id: ebitda
    kind: ebitda
    nature: recurring
    months:
      2026-08: {plan: 1000, actual: 900}  # <-
      2026-09: {plan: 1000, actual: 1000}
decisions:
  - decision: advance
    gate: decided
    role: sponsor
    by: s.sponsor
    on: 2026-09-14
    policy: 1
    after: none
    terms: sha256:33019f2e1b56bd0b52de564aa1a7beb16ab1d26b98868fe65b5b781383d23910
    signature: AAAA
)",
         .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: decided
state: active
status: {comment: On plan, on: 2026-10-28}
effects:
  - id: ebitda
    kind: ebitda
    nature: recurring
    months:
      2026-09: {plan: 1000, actual: 1000}
decisions:
  - decision: advance
    gate: decided
    role: sponsor
    by: s.sponsor
    on: 2026-09-14
    policy: 1
    after: none
    terms: sha256:c761c7f39d7c9fcaa9c59466ea399e03b0c3bcac06ec97eac725952a7817fec0
    signature: AAAA
)"},
    .needs = Needs::kPolicy,
    .check = &Check};

}  // namespace cat4
