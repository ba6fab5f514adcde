#include "cat4/base/text.h"
#include "cat4/model/owed.h"

#include "rules/rule.h"

namespace cat4 {
namespace {

void Check(const RuleInput& input, RuleFindings& out) {
  const int limit = *input.portfolio.policy.update_every_days;
  for (const Measure& measure : input.portfolio.measures) {
    const int age = DaysWithoutStatus(input.portfolio, measure, input.as_of);
    if (age == 0) continue;
    const LastWord last = LastWordOf(measure);
    out.Report(
           last.is_status ? measure.status->on.span : measure.stage.span,
           "{} {}, {} ago; wanted one within {}",
           last.is_status ? "the status is of" : "there is no status with a date; the latest decision is of",
           FormatDate(last.date), Count(static_cast<std::size_t>(age), "day"),
           Count(static_cast<std::size_t>(limit), "day"))
        .Help("write a status with today's date, even if nothing has changed");
  }
}

}  // namespace

const Rule kRuleMissingUpdate{
    .text =
        {.summary = "a decided measure whose owner has not said how it stands",
         .explanation =
             R"(Between the gate that locks the terms and the last stage money is spent and promised. The policy says how often
the owner has to write a status (`update_every_days`, 35 unless it says otherwise); without one the lights rest on
old words. A measure that never had a status is given the same time after its latest decision.

Have the owner write 'status' with today's date, even if it says that nothing has changed.)",
         .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: decided
state: active
status:
  comment: On plan
  on: 2026-09-11  # <-
decisions:
  - decision: advance
    gate: decided
    role: sponsor
    by: s.sponsor
    on: 2026-09-14
    policy: 1
    after: none
    terms: sha256:261681f61876be66af0dc678ebc3d2e06065fc844bd52ff11a7dfe9e42f1d6e0
    signature: AAAA
)",
         .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: decided
state: active
status:
  comment: Dry run done
  on: 2026-10-14
decisions:
  - decision: advance
    gate: decided
    role: sponsor
    by: s.sponsor
    on: 2026-09-14
    policy: 1
    after: none
    terms: sha256:261681f61876be66af0dc678ebc3d2e06065fc844bd52ff11a7dfe9e42f1d6e0
    signature: AAAA
)"},
    .needs = Needs::kPolicy,
    .check = &Check};

}  // namespace cat4
