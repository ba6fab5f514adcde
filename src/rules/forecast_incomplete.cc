#include <vector>

#include "cat4/base/text.h"
#include "cat4/model/owed.h"

#include "rules/rule.h"

namespace cat4 {
namespace {

void CheckEffect(const Effect& effect, Month now, RuleFindings& out) {
  const OpenForecasts open = FindOpenForecasts(effect, now);
  if (open.months.empty()) return;
  out.Report(effect.SpanOf(open.months.front(), FigureKind::kPlan),
             "effect '{}' has no forecast for {} of {} ahead, first {}; the others have one",
             effect.id->view(), open.months.size(), Count(open.planned, "plan month"),
             FormatMonth(open.months.front()))
      .Help("forecast every month ahead, or none");
}

void Check(const RuleInput& input, RuleFindings& out) {
  const Month now = MonthOf(input.as_of);
  for (const Measure& measure : input.portfolio.measures) {
    if (!measure.active()) continue;
    for (const Effect& effect : measure.effects) CheckEffect(effect, now, out);
  }
}

}  // namespace

const Rule kRuleForecastIncomplete{
    .text =
        {.summary = "a forecast that leaves out some of the months ahead",
         .explanation =
             R"(A month without a forecast counts with its plan. That is fine while the plan still stands as a
whole. Once some of the months ahead have a forecast, the others are ambiguous: does the plan
still hold there, or has somebody forgotten them? The outlook then mixes fresh judgement with
old intent.

Forecast every plan month after the current one, or none. One finding per effect stands at the
first month that is left out.)",
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
      2026-11: {plan: 1000, forecast: 600}
      2026-12: {plan: 1000}  # <-
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
      2026-11: {plan: 1000, forecast: 600}
      2026-12: {plan: 1000, forecast: 900}
)"},
    .needs = Needs::kNothing,
    .check = &Check};

}  // namespace cat4
