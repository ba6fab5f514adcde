#include "cat4/base/text.h"

#include "rules/rule.h"

namespace cat4 {
namespace {

void Check(const RuleInput& input, RuleFindings& out) {
  for (const MeasureFigures& figures : input.figures) {
    if (!figures.stalled) continue;
    const Measure& measure = *figures.measure;
    const Date last = *LastActivity(measure);
    const Policy& policy = input.portfolio.policy;
    out.Report(measure.id.span, "nothing has moved since {}, {} ago; wanted a sign of life within {}",
               FormatDate(last), Count(static_cast<std::size_t>(DaysBetween(last, input.as_of)), "day"),
               Count(static_cast<std::size_t>(StalledAfterDays(measure, policy)), "day"))
        .Help("write a status with today's date, or have the measure put on hold or cancelled");
  }
}

}  // namespace

const Rule kRuleStalledMeasure{
    .text =
        {.summary = "an active measure in which nothing has moved for a long time",
         .explanation =
             R"(A measure shows signs of life: a decision, a status by its owner, a milestone done, an actual. If the newest of
them is older than the policy allows (`stalled_after_days`, which a stage may set for itself), the measure is
forgotten, or dead and nobody dares to say so. Measures on hold or cancelled are not stalled, nor those in the
last stage.

Have the owner write a status with a date, or put the measure on hold or cancel it.)",
         .bad = R"(--- DEMO-1.yaml
id: DEMO-1  # <-
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
status: {comment: Waiting for the plant, on: 2026-05-04}
)",
         .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
status: {comment: Terminals ordered, on: 2026-10-12}
)"},
    .needs = Needs::kAll,
    .check = &Check};

}  // namespace cat4
