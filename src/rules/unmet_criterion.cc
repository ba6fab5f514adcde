#include "rules/rule.h"

namespace cat4 {

const Rule kRuleUnmetCriterion{
    .text =
        {.summary = "a measure that does not meet what its stage requires",
         .explanation =
             R"(A gate is more than signatures: the policy says for each stage what must be there (`requires`), from a
description and a named controller to confirmed EBITDA. The criteria of the stage that a measure has reached, and
of those before it, must still hold; otherwise a plan could be thinned out once it has passed.

Meet the criterion, which the message names, or return the measure to an earlier stage. Stages that were entered
under an older version of the policy are not judged by today's criteria.)",
         .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: identified  # <-
state: active
decisions:
  - decision: advance
    gate: identified
    role: sponsor
    by: s.sponsor
    on: 2026-09-14
    policy: 2
    after: none
    terms: sha256:261681f61876be66af0dc678ebc3d2e06065fc844bd52ff11a7dfe9e42f1d6e0
    signature: AAAA
)",
         .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: identified
state: active
description: Replace the nightly stock file by live counts.
decisions:
  - decision: advance
    gate: identified
    role: sponsor
    by: s.sponsor
    on: 2026-09-14
    policy: 2
    after: none
    terms: sha256:209fef022709b34c71d9d77b000c87467e741150d35e479f00cb52f4bbdca685
    signature: AAAA
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
