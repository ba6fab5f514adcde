#include "cat4/model/traps.h"

#include "rules/rule.h"

namespace cat4 {
namespace {

void Check(const RuleInput& input, RuleFindings& out) {
  for (const Measure& measure : input.portfolio.measures) {
    for (const SilentSlip& slip : SilentSlips(input.portfolio, measure)) {
      out.Report(slip.milestone->forecast.span,
                 "'{}' is forecast for {}, but effect '{}' is still expected to begin in {} as planned",
                 slip.milestone->id->view(), FormatDate(*slip.milestone->forecast), slip.effect->id->view(),
                 FormatMonth(slip.start))
          .Help("forecast what the months until then will bring, even if it is 0");
    }
  }
}

}  // namespace

const Rule kRuleSilentSlip{
    .text = {.summary = "a milestone slips behind the first planned effect, and the forecast stays",
             .explanation =
                 R"(The effect was planned to begin in a certain month. Now a key milestone is forecast for a
later month, yet the first month's figure is still the plan: the delay is admitted for the
work, but not for the money. Either the effect does not depend on that milestone, or the
outlook is too high.

Forecast the months up to the milestone as they will be (0 is a forecast). If the effect truly
does not wait for the milestone, a waiver with that reason says so. A month that has an actual
or is confirmed speaks for itself and is not looked at.)",
             .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
milestones:
  - {id: cutover, title: Hamburg cut over, due: 2026-11-30, forecast: 2027-02-15}  # <-
effects:
  - id: ebitda
    kind: ebitda
    nature: recurring
    months:
      2026-12: {plan: 1000}
      2027-03: {plan: 1000}
)",
             .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
milestones:
  - {id: cutover, title: Hamburg cut over, due: 2026-11-30, forecast: 2027-02-15}
effects:
  - id: ebitda
    kind: ebitda
    nature: recurring
    months:
      2026-12: {plan: 1000, forecast: 0}
      2027-03: {plan: 1000, forecast: 1000}
)"},
    .needs = Needs::kAll,
    .check = &Check};

}  // namespace cat4
