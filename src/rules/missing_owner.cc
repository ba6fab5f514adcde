#include "rules/missing_role.h"
#include "rules/rule.h"

namespace cat4 {
namespace {

void Check(const RuleInput& input, RuleFindings& out) {
  ReportMissing(input, out, &Measure::owner, "owner", "nobody drives it",
                "name the person who is to deliver it");
}

}  // namespace

const Rule kRuleMissingOwner{
    .text =
        {.summary = "a measure without an owner",
         .explanation =
             R"(The owner delivers the measure, keeps its dates and forecasts true and is the one to ask. A measure that
belongs to a department, or to everybody, belongs to nobody, and then its first sign of trouble is the missing
money.

A warning while the measure is in its first stage, an error from the next stage on. The owner is never
inherited: each measure names one person.)",
         .bad = R"(--- DEMO-1.yaml
id: DEMO-1  # <-
title: Live stock feed
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
)"},
    .needs = Needs::kPolicy,
    .check = &Check};

}  // namespace cat4
