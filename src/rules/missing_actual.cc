#include <vector>

#include "cat4/base/text.h"
#include "cat4/model/owed.h"

#include "rules/rule.h"

namespace cat4 {
namespace {

void Check(const RuleInput& input, RuleFindings& out) {
  const Policy& policy = input.portfolio.policy;
  const int due_days = *policy.status.actuals_due_days;
  for (const Measure& measure : input.portfolio.measures) {
    if (!measure.active() || !IsSealed(measure, policy)) continue;
    for (const Effect& effect : measure.effects) {
      if (!CurrencyIsKnown(input.portfolio, measure, effect)) continue;
      const std::vector<Month> months = SilentMonths(measure, effect, input.as_of, due_days);
      if (months.empty()) continue;
      out.Report(effect.SpanOf(months.front(), FigureKind::kPlan),
                 "effect '{}' has {} without an actual, first {}; wanted one within {} of a month's end",
                 effect.id->view(), Count(months.size(), "past plan month"), FormatMonth(months.front()),
                 Count(static_cast<std::size_t>(due_days), "day"))
          .Help("write the actual, even if it is 0; until then the month counts as 0");
    }
  }
}

}  // namespace

const Rule kRuleMissingActual{
    .text =
        {.summary = "a past month of a decided measure that nobody has reported on",
         .explanation =
             R"(Once a plan is decided, each of its months needs an actual soon after the month has ended; the
policy says within how many days. A month about which nobody says anything is counted as zero,
not as planned: silence must not look like success. It applies to active measures, also in the
last stage, and to all their effects, hard and soft, whatever the kind.

Write the actual of the month, even if it is 0. One finding per effect stands at the earliest
such month and says how many there are.)",
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
      2026-09: {plan: 1000}  # <-
      2026-11: {plan: 1000}
decisions:
  - decision: advance
    gate: decided
    role: sponsor
    by: s.sponsor
    on: 2026-09-14
    policy: 1
    after: none
    terms: sha256:aa7c579694bd71694e863d4382d9534022d3d4db494b23cd16ffe2a0be6cdc95
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
      2026-09: {plan: 1000, actual: 870}
      2026-11: {plan: 1000}
decisions:
  - decision: advance
    gate: decided
    role: sponsor
    by: s.sponsor
    on: 2026-09-14
    policy: 1
    after: none
    terms: sha256:aa7c579694bd71694e863d4382d9534022d3d4db494b23cd16ffe2a0be6cdc95
    signature: AAAA
)"},
    .needs = Needs::kAll,
    .check = &Check};

}  // namespace cat4
