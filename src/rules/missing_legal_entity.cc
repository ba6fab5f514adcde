#include "rules/missing_role.h"
#include "rules/rule.h"

namespace cat4 {
namespace {

void Check(const RuleInput& input, RuleFindings& out) {
  ReportMissing(input, out, &Measure::legal_entity, "legal entity", "its effects are in nobody's books",
                "name a legal entity of organization.yaml on the measure or on a container above it");
}

}  // namespace

const Rule kRuleMissingLegalEntity{
    .text =
        {.summary = "a measure without a legal entity",
         .explanation =
             R"(EBITDA arises in the books of a company. Only when the measure says which one can its controller find the
effect there, and only then do two measures that claim the same saving become visible. It also decides the
currency where none is given.

A warning while the measure is in its first stage, an error from the next stage on. Name the entity on the
measure, or once for all on a container above it. A measure that works in several entities is best split, one
for each.)",
         .bad = R"(--- portfolios/demo/plants/stock/feed/package.yaml
id: feed
name: Live feeds
sponsor: s.sponsor
steering_committee: board
--- DEMO-1.yaml
id: DEMO-1  # <-
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
)",
         .good = R"(--- portfolios/demo/plants/stock/feed/package.yaml
id: feed
name: Live feeds
sponsor: s.sponsor
steering_committee: board
--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
legal_entity: DE
stage: defined
state: active
)"},
    .needs = Needs::kPolicy,
    .check = &Check};

}  // namespace cat4
