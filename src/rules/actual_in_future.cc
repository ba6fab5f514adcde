#include "rules/rule.h"

namespace cat4 {
namespace {

void Check(const RuleInput& input, RuleFindings& out) {
  const Month now = MonthOf(input.as_of);
  for (const Measure& measure : input.portfolio.measures) {
    for (const Effect& effect : measure.effects) {
      for (const Figure& figure : effect.figures) {
        if (figure.kind() != FigureKind::kActual || figure.month() <= now) continue;
        out.Report(figure.span(measure.file), "effect '{}' has an actual for {}, which has not begun on {}",
                   effect.id->view(), FormatMonth(figure.month()), FormatDate(input.as_of))
            .Help("write it as 'forecast', or correct the month");
      }
    }
  }
}

}  // namespace

const Rule kRuleActualInFuture{
    .text =
        {.summary = "an actual of a month that has not begun",
         .explanation =
             R"(An actual says what has happened. In a month after the current one nothing has happened yet,
so the figure is a forecast in the wrong place, a wrong month or a wrong year. It matters
because an actual outweighs forecast and plan in every sum.

Move the amount to 'forecast', or correct the month. If the portfolio is judged by an earlier
day on purpose, judge the revision of that day instead: no date hides figures that were
written since.)",
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
      2026-11: {plan: 1000, actual: 1000}  # <-
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
      2026-11: {plan: 1000, forecast: 1000}
)"},
    .needs = Needs::kNothing,
    .check = &Check};

}  // namespace cat4
