#include <algorithm>

#include "cat4/base/text.h"

#include "rules/rule.h"

namespace cat4 {
namespace {

const GateDate* PlannedGate(const Measure& measure, Text stage) {
  const auto found =
      std::ranges::find(measure.gates, stage, [](const GateDate& gate) { return *gate.stage; });
  return found == measure.gates.end() ? nullptr : &*found;
}

void CheckDependency(const RuleInput& input, const Dependency& dependency, RuleFindings& out) {
  const Portfolio& portfolio = input.portfolio;
  const Measure* other = portfolio.FindMeasure(*dependency.measure);
  if (!dependency.by || !other || other->cancelled()) return;
  if (other->stage_index >= portfolio.policy.FindStage(*dependency.stage)) return;
  const std::string_view id = other->id->view();
  const std::string_view stage = dependency.stage->view();
  if (*dependency.by < input.as_of) {
    out.Report(dependency.by.span, "'{}' was to reach '{}' by {}; it is still '{}'", id, stage,
               FormatDate(*dependency.by), other->stage->view())
        .Help("agree on a day with the owner of {}, and move the own plan accordingly", id);
  } else if (const GateDate* gate = PlannedGate(*other, *dependency.stage);
             gate && *gate->date > *dependency.by) {
    out.Report(dependency.by.span, "'{}' plans '{}' for {}, {} after it is needed here", id, stage,
               FormatDate(*gate->date),
               Count(static_cast<std::size_t>(DaysBetween(*dependency.by, *gate->date)), "day"))
        .Help("agree on a day with the owner of {}, and move the own plan accordingly", id);
  }
}

void Check(const RuleInput& input, RuleFindings& out) {
  for (const Measure& measure : input.portfolio.measures) {
    if (measure.cancelled() || InLastStage(measure, input.portfolio.policy)) continue;
    for (const Dependency& dependency : measure.depends_on) CheckDependency(input, dependency, out);
  }
}

}  // namespace

const Rule kRuleDependencyLate{
    .text =
        {.summary = "a measure waits for another one that is late",
         .explanation =
             R"(A dependency names the stage another measure must have reached, and by when. If that day has
passed, or the other measure itself plans the gate for a later day, then what builds on it
will slip as well, and its owner should know now.

Agree on the day: move 'by' to what can be kept and the own plan with it, bring the other gate
forward, or find a way around. Measures that are cancelled or in the last stage wait for
nothing; a cancelled predecessor is a finding of its own.)",
         .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
depends_on:
  - {measure: DEMO-2, stage: identified, by: 2026-09-30}  # <-
--- DEMO-2.yaml
id: DEMO-2
title: Count terminals
owner: o.owner
controller: c.controller
stage: defined
state: active
)",
         .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
depends_on:
  - {measure: DEMO-2, stage: identified, by: 2026-12-31}
--- DEMO-2.yaml
id: DEMO-2
title: Count terminals
owner: o.owner
controller: c.controller
stage: defined
state: active
gates: {identified: 2026-11-15}
)"},
    .needs = Needs::kPolicy,
    .check = &Check};

}  // namespace cat4
