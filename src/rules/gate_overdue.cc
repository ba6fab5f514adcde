#include "cat4/base/text.h"

#include "rules/rule.h"

namespace cat4 {
namespace {

void Check(const RuleInput& input, RuleFindings& out) {
  const Policy& policy = input.portfolio.policy;
  for (const Measure& measure : input.portfolio.measures) {
    if (!measure.active()) continue;
    for (const GateDate& gate : measure.gates) {
      if (measure.stage_index >= policy.FindStage(*gate.stage) || *gate.date >= input.as_of) continue;
      out.Report(gate.date.span, "gate '{}' was planned for {}, {} ago; the measure is in '{}'",
                 gate.stage->view(), FormatDate(*gate.date),
                 Count(static_cast<std::size_t>(DaysBetween(*gate.date, input.as_of)), "day"),
                 measure.stage->view())
          .Help("have the gate decided, or plan a new date");
    }
  }
}

}  // namespace

const Rule kRuleGateOverdue{
    .text =
        {.summary = "a gate that should have been passed by now",
         .explanation =
             R"('gates' says when each gate is planned. A date that has passed while the stage is not reached means that the plan
is wrong or the work is late; either way those who wait for the measure should know. Measures on hold, cancelled
ones and gates before the present stage are left alone.

Have the gate decided, or plan a new date for it: the dates in 'gates' are no terms and may be moved any day.)",
         .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
gates:
  identified: 2026-09-30  # <-
  detailed: 2026-12-15
)",
         .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
gates:
  identified: 2026-11-30
  detailed: 2026-12-15
)"},
    .needs = Needs::kPolicy,
    .check = &Check};

}  // namespace cat4
