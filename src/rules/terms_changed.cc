#include "rules/rule.h"

namespace cat4 {

const Rule kRuleTermsChanged{
    .text =
        {.summary = "locked terms that are not what was decided",
         .explanation =
             R"(With the gate that locks them, the terms of a measure are decided: title, description, sponsor, controller, legal
entity, committee, key milestones and their due dates, and every effect with its baseline and plan. From then on
the file must carry exactly these terms, and every decision must be about them. That is what makes an approval
worth something: it is void the moment what it approved changes. Owner, forecasts, actuals, status and risks may
change any day.

Restore the terms that were decided, or have the change approved: an amend locks the new ones and keeps the first
approved plan as 'original'. 'cat4 gate terms ID' prints the terms as they are now; their SHA-256 is the digest.
A legal entity that does not exist is never the one that was decided on. In the history each change of locked terms
is found for itself, also behind one that has landed before.)",
         .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: decided
state: active
status: {comment: On plan, on: 2026-10-28}
decisions:
  - decision: advance
    gate: decided
    role: sponsor
    by: s.sponsor
    on: 2026-09-14
    policy: 1
    after: none
    terms: sha256:1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c  # <-
    signature: AAAA
)",
         .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: decided
state: active
status: {comment: On plan, on: 2026-10-28}
decisions:
  - decision: advance
    gate: decided
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
