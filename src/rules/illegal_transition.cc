#include "rules/rule.h"

namespace cat4 {

const Rule kRuleIllegalTransition{
    .text =
        {.summary = "a decision that is not possible where the measure stands",
         .explanation =
             R"(Gates are passed one after the other, and each decision has its place: a gate is advanced through by an active
measure only and only to the next stage; the last stage is left by reopen; what is on hold is resumed before it
moves on; only terms that are locked can be amended; only what was decided can be confirmed, and in the last stage
no month a second time; adopt comes first or never. 'man 7 cat4-gates' has the whole table. A decision that skips
a gate would carry a measure past the people who were to look at it there.

Decisions are recorded by cat4, which refuses such a move. Whoever finds one in a file has found an edit by hand or
a merge that went wrong: restore the list as it was signed. What stands behind an illegal decision is not judged
until it is repaired. Decisions that name an older version of the policy are history: they are judged by the
policy of their day, which a tree does not show.)",
         .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
decisions:
  - decision: advance  # <-
    gate: decided
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
