#include "rules/rule.h"

namespace cat4 {

const Rule kRuleStageMismatch{
    .text =
        {.summary = "a stage or state that the decisions do not lead to",
         .explanation =
             R"('stage' and 'state' say in one line what the list of decisions says in many. They must agree: a measure without
decisions is in the first stage and active, and each transition moves it from there. A stage that was typed in by
hand is a gate that nobody has decided.

Write what the decisions lead to, which the message names, and have the gate decided. Measures that were run in
another system before come in by an adopt.)",
         .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: identified  # <-
state: active
)",
         .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: identified
state: active
decisions:
  - decision: advance
    gate: identified
    role: sponsor
    by: s.sponsor
    on: 2026-09-14
    policy: 1
    after: none
    terms: sha256:261681f61876be66af0dc678ebc3d2e06065fc844bd52ff11a7dfe9e42f1d6e0
    signature: AAAA
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
