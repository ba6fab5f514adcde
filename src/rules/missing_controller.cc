#include "rules/missing_role.h"
#include "rules/rule.h"

namespace cat4 {
namespace {

void Check(const RuleInput& input, RuleFindings& out) {
  ReportMissing(input, out, &Measure::controller, "controller", "nobody can confirm its EBITDA",
                "name a person with the controller role for its legal entity");
}

}  // namespace

const Rule kRuleMissingController{
    .text =
        {.summary = "a measure without a controller",
         .explanation =
             R"(The controller confirms what a measure has truly brought, apart from those who claim it. Without one
nothing can be confirmed, and so nothing can ever be closed.

A warning while the measure is in its first stage, an error from the next stage on. The controller is never inherited:
each measure names its own.)",
         .bad = R"(--- DEMO-1.yaml
id: DEMO-1  # <-
title: Live stock feed
owner: o.owner
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
