#include "rules/rule.h"

namespace cat4 {

const Rule kRuleLeftoverApproval{
    .text =
        {.summary = "an approval that counts for nothing",
         .explanation =
             R"(An approval holds for one move, behind one transition, for one set of terms. When one of them has changed, or the
move is no longer possible, or whoever signed may not act in that role on this measure, it counts for nothing. That
is harmless, and usual after a gate was rejected or a plan changed while approvals were collected; it is shown so
that nobody waits for a gate believing that it has been approved.

Remove the file and have the approval given anew if it is still wanted. One that stands in the list stays there:
the list is never rewritten.)",
         .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: identified
state: active
decisions:
  - decision: approve  # <-
    gate: identified
    role: sponsor
    by: s.sponsor
    on: 2026-09-10
    policy: 1
    after: none
    terms: sha256:1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c
    signature: AAAA
  - decision: advance
    gate: identified
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
stage: identified
state: active
decisions:
  - decision: approve
    gate: identified
    role: controller
    by: c.controller
    on: 2026-09-10
    policy: 1
    after: none
    terms: sha256:261681f61876be66af0dc678ebc3d2e06065fc844bd52ff11a7dfe9e42f1d6e0
    signature: AAAA
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
