#include "rules/rule.h"

namespace cat4 {
namespace {

void Check(const RuleInput& input, RuleFindings& out) {
  for (const Measure& measure : input.portfolio.measures) {
    if (measure.cancelled() || InLastStage(measure, input.portfolio.policy)) continue;
    for (const Dependency& dependency : measure.depends_on) {
      const Measure* other = input.portfolio.FindMeasure(*dependency.measure);
      if (!other || !other->cancelled()) continue;
      out.Report(dependency.measure.span, "'{}' depends on '{}', which is cancelled", measure.id->view(),
                 other->id->view())
          .Help("depend on what replaces it, or remove the dependency");
    }
  }
}

}  // namespace

const Rule kRuleDependencyCancelled{
    .text =
        {.summary = "a measure waits for another one that was cancelled",
         .explanation =
             R"(What this measure needs from the other will not come: it was cancelled. Plan and business case
of this measure rest on something that nobody works on any more.

Find another way to what is needed and depend on that, or drop the dependency if it is not
needed after all; else the sponsor should decide about this measure as well. Nothing is said
where this measure itself is cancelled or in the last stage.)",
         .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
depends_on:
  - {measure: DEMO-2, stage: identified}  # <-
--- DEMO-2.yaml
id: DEMO-2
title: Count terminals
owner: o.owner
controller: c.controller
stage: defined
state: cancelled
decisions:
  - decision: cancel
    role: sponsor
    by: s.sponsor
    on: 2026-09-14
    policy: 1
    after: none
    terms: sha256:c119076ec1cbd63cfe22841c3f709d853142bda9c85332146bd9dbe115ca9abf
    reason: The terminals in use are good enough
    signature: AAAA
)",
         .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
depends_on:
  - {measure: DEMO-2, stage: identified}
--- DEMO-2.yaml
id: DEMO-2
title: Count terminals
owner: o.owner
controller: c.controller
stage: defined
state: active
)"},
    .needs = Needs::kPolicy,
    .check = &Check};

}  // namespace cat4
