#include "rules/rule.h"

namespace cat4 {
namespace {

std::string_view WaivedBy(const Waiver& waiver) {
  if (waiver.measure) return waiver.measure->view();
  return waiver.path ? waiver.path->view() : waiver.commit->view();
}

void Check(const RuleInput& input, RuleFindings& out) {
  if (!input.portfolio.readable.waivers) return;  // nothing is waived then, and the file has its own findings
  for (const Waiver& waiver : input.portfolio.waivers) {
    if (*waiver.until >= input.as_of) continue;
    out.Report(waiver.until.span, "the waiver of '{}' for '{}' ended on {}; wanted {} or later",
               waiver.rule->view(), WaivedBy(waiver), FormatDate(*waiver.until), FormatDate(input.as_of))
        .Help(
            "remove the waiver once what it accepted is repaired, or have it renewed with a new date and "
            "reason");
  }
}

}  // namespace

const Rule kRuleWaiverExpired{
    .text =
        {.summary = "a waiver whose time has passed",
         .explanation =
             R"(A waiver accepts a finding for a while and for a reason, and names who answers for that. From the day after
`until` it covers nothing, and the finding it hid is back; this one says why.

An exception without an end is a change of policy that nobody decided. If the cause is repaired, remove the
entry. If it is not, whoever answers for it gives a new date and says what has happened since.)",
         .bad = R"(--- waivers.yaml
- rule: milestone-without-date
  measure: DEMO-1
  until: 2026-09-30  # <-
  reason: Dates follow once the supplier has confirmed
  by: s.sponsor
--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
)",
         .good = R"(--- waivers.yaml
- rule: milestone-without-date
  measure: DEMO-1
  until: 2026-12-31
  reason: Dates follow once the supplier has confirmed
  by: s.sponsor
--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
)"},
    .check = &Check};

}  // namespace cat4
