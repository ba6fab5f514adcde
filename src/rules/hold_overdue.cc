#include "cat4/base/text.h"

#include "rules/rule.h"

namespace cat4 {
namespace {

// The hold that the measure is in.
const Decision* LatestHold(const Measure& measure) {
  const Decision* latest = nullptr;
  for (const Decision& decision : measure.decisions) {
    if (*decision.decision == DecisionKind::kHold) latest = &decision;
  }
  return latest;
}

void Check(const RuleInput& input, RuleFindings& out) {
  for (const Measure& measure : input.portfolio.measures) {
    const Decision* hold = *measure.state == State::kOnHold ? LatestHold(measure) : nullptr;
    if (!hold || *hold->until >= input.as_of) continue;
    out.Report(hold->until.span, "the hold ended on {}, {} ago", FormatDate(*hold->until),
               Count(static_cast<std::size_t>(DaysBetween(*hold->until, input.as_of)), "day"))
        .Help("resume the measure or cancel it");
  }
}

}  // namespace

const Rule kRuleHoldOverdue{
    .text =
        {.summary = "a hold that has lasted longer than was decided",
         .explanation =
             R"(A hold is decided until a day. When that day has passed, the decision has run out: nobody has said that the
measure may rest any longer, while its plan still stands in the sums.

Resume the measure, or cancel it. To prolong the hold, resume it and put it on hold again with a new day.)",
         .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: on_hold
decisions:
  - decision: hold
    role: sponsor
    by: s.sponsor
    on: 2026-09-14
    policy: 1
    after: none
    terms: sha256:261681f61876be66af0dc678ebc3d2e06065fc844bd52ff11a7dfe9e42f1d6e0
    until: 2026-09-30  # <-
    reason: Waits for the new count terminals
    signature: AAAA
)",
         .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: on_hold
decisions:
  - decision: hold
    role: sponsor
    by: s.sponsor
    on: 2026-09-14
    policy: 1
    after: none
    terms: sha256:261681f61876be66af0dc678ebc3d2e06065fc844bd52ff11a7dfe9e42f1d6e0
    until: 2026-12-31
    reason: Waits for the new count terminals
    signature: AAAA
)"},
    .needs = Needs::kNothing,
    .check = &Check};

}  // namespace cat4
