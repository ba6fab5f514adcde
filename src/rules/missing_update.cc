#include <algorithm>

#include "cat4/base/text.h"

#include "rules/rule.h"

namespace cat4 {
namespace {

struct LastWord {
  Span span;
  Date date;
  std::string_view what;
};

LastWord LastWordOf(const Measure& measure) {
  if (measure.status && measure.status->on)
    return {measure.status->on.span, *measure.status->on, "the status is of"};
  LastWord last{measure.stage.span, Date(), "there is no status with a date; the latest decision is of"};
  for (const Decision& decision : measure.decisions) last.date = std::max(last.date, *decision.on);
  return last;
}

void Check(const RuleInput& input, RuleFindings& out) {
  const Policy& policy = input.portfolio.policy;
  const int limit = *policy.update_every_days;
  for (const Measure& measure : input.portfolio.measures) {
    if (!measure.active() || !IsSealed(measure, policy) || InLastStage(measure, policy)) continue;
    const LastWord last = LastWordOf(measure);
    const int age = DaysBetween(last.date, input.as_of);
    if (age <= limit || last.date == Date()) continue;
    out.Report(last.span, "{} {}, {} ago; wanted one within {}", last.what, FormatDate(last.date),
               Count(static_cast<std::size_t>(age), "day"), Count(static_cast<std::size_t>(limit), "day"))
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
