#include "cat4/base/text.h"
#include "cat4/model/traps.h"

#include "rules/rule.h"

namespace cat4 {
namespace {

void Check(const RuleInput& input, RuleFindings& out) {
  for (const Measure& measure : input.portfolio.measures) {
    const std::optional<Light> computed = CalledTooWell(input.portfolio, measure, input.as_of);
    if (!computed) continue;
    const Located<Light>& call = measure.status->implementation;
    const Milestone* latest = DecidingMilestone(measure, input.as_of);
    const auto days = static_cast<std::size_t>(*DaysLate(*latest, input.as_of));
    out.Report(call.span, "the owner calls it {}, the milestones say {}: '{}' is {} late", Name(*call),
               Name(*computed), latest->id->view(), Count(days, "day"))
        .Help("call it {}, or bring the milestone up to date", Name(*computed));
  }
}

}  // namespace

const Rule kRuleOptimisticStatus{
    .text = {.summary = "an owner's call that is better than the milestones say",
             .explanation =
                 R"(The implementation light follows from the key milestones. The owner may call it worse, for
what dates do not show, but not better: the computed light counts all the same, and a call
that nobody can follow from the dates misleads those who only read the call.

If the milestone is in fact done, write 'done'. If another day was agreed, amend its 'due'.
Otherwise call it what it is.)",
             .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
milestones:
  - {id: cutover, title: Hamburg cut over, due: 2026-10-15}
status: {implementation: green, comment: All fine, on: 2026-10-28}  # <-
)",
             .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
milestones:
  - {id: cutover, title: Hamburg cut over, due: 2026-10-15}
status: {implementation: red, comment: Cut-over waits for the interface, on: 2026-10-28}
)"},
    .needs = Needs::kPolicy,
    .check = &Check};

}  // namespace cat4
