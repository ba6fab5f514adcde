#include "rules/missing_role.h"
#include "rules/rule.h"

namespace cat4 {
namespace {

void Check(const RuleInput& input, RuleFindings& out) {
  ReportMissing(input, out, &Measure::sponsor, "sponsor", "nobody above its owner answers for it",
                "name a sponsor on the measure or on a container above it");
}

}  // namespace

const Rule kRuleMissingSponsor{
    .text =
        {.summary = "a measure without a sponsor",
         .explanation =
             R"(The sponsor has the authority that the owner lacks: he grants people and budget, removes obstacles and signs
for the gates. Without one a measure can't pass a gate, and nobody notices that it has stopped.

A warning while the measure is in its first stage, an error from the next stage on. Name the sponsor on the
measure, or once for all on its package, project, program or portfolio.)",
         .bad = R"(--- portfolios/demo/plants/stock/feed/package.yaml
id: feed
name: Live feeds
legal_entity: DE
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
legal_entity: DE
steering_committee: board
--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
sponsor: s.sponsor
stage: defined
state: active
)"},
    .needs = Needs::kPolicy,
    .check = &Check};

}  // namespace cat4
