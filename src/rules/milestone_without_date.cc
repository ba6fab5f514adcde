#include "rules/rule.h"

namespace cat4 {
namespace {

void Check(const RuleInput& input, RuleFindings& out) {
  for (const Measure& measure : input.portfolio.measures) {
    if (!measure.active() || InLastStage(measure, input.portfolio.policy)) continue;
    for (const Milestone& milestone : measure.milestones) {
      if (!milestone.is_key() || milestone.due) continue;
      out.Report(milestone.id.span, "key milestone '{}' has no due date; it can never be late",
                 milestone.id->view())
          .Help("add 'due', or 'key: false' if it is a working milestone");
    }
  }
}

}  // namespace

const Rule kRuleMilestoneWithoutDate{
    .text =
        {.summary = "a key milestone that has no due date",
         .explanation =
             R"(Key milestones carry the implementation light: it turns amber and red with the days that the
latest of them is late. One without a due date can never be late, so it makes the light look
better than anybody knows it to be.

Give it the day that was agreed as 'due'; if it only helps the daily work, mark it 'key:
false'. Active measures are looked at, up to the last stage.)",
         .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
milestones:
  - {id: cutover, title: Hamburg cut over}  # <-
)",
         .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
milestones:
  - {id: cutover, title: Hamburg cut over, due: 2026-11-30}
  - {id: training, title: Second shift trained, key: false}
)"},
    .needs = Needs::kPolicy,
    .check = &Check};

}  // namespace cat4
