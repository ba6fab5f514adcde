#include "rules/missing_role.h"
#include "rules/rule.h"

namespace cat4 {
namespace {

void Check(const RuleInput& input, RuleFindings& out) {
  ReportMissing(input, out, &Measure::steering_committee, "steering committee",
                "nobody can decide on its plan",
                "name a committee on the measure or on a container above it");
}

}  // namespace

const Rule kRuleMissingSteeringCommittee{
    .text =
        {.summary = "a measure without a steering committee",
         .explanation =
             R"(The steering committee weighs the measure against all others and commits the organization to its plan. Owner
and sponsor both want the measure; the committee is where somebody may say no.

A warning while the measure is in its first stage, an error from the next stage on. Name the committee on the
measure, or once for all on its package, project, program or portfolio.)",
         .bad = R"(--- portfolios/demo/plants/stock/feed/package.yaml
id: feed
name: Live feeds
sponsor: s.sponsor
legal_entity: DE
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
legal_entity: DE
--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
steering_committee: board
stage: defined
state: active
)"},
    .needs = Needs::kPolicy,
    .check = &Check};

}  // namespace cat4
