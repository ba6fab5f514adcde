#include "rules/rule.h"

namespace cat4 {

const Rule kRuleMissingApproval{
    .text =
        {.summary = "a transition without all the approvals that policy asks for",
         .explanation =
             R"(The policy says for every gate, and for every other decision, which roles have to approve it. Each of them needs
the approval of another person: an approval that stands before the transition and is about the same thing, with
the same 'after', 'terms', 'reason' and 'until', or the signature of the transition itself. A committee that votes
needs as many members as its quorum says; one that records by minutes needs its chair and the minutes as evidence.
Nobody counts twice, neither as himself nor for somebody else.

Have those approve who are named, and record the transition again. Approvals given for other terms, or before
another transition, do not count: what changed since then, they have not seen.)",
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
    gate: detailed
    role: sponsor
    by: s.sponsor
    on: 2026-08-17
    policy: 1
    after: none
    terms: sha256:261681f61876be66af0dc678ebc3d2e06065fc844bd52ff11a7dfe9e42f1d6e0
    signature: AAAA
  - decision: advance  # <-
    gate: decided
    role: sponsor
    by: s.sponsor
    on: 2026-09-14
    policy: 2
    after: sha256:c0a4689e2bf9d4f05a78a38b37b410af9c6917768016a4d4e431b97a44ba01cf
    terms: sha256:261681f61876be66af0dc678ebc3d2e06065fc844bd52ff11a7dfe9e42f1d6e0
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
    gate: detailed
    role: sponsor
    by: s.sponsor
    on: 2026-08-17
    policy: 1
    after: none
    terms: sha256:261681f61876be66af0dc678ebc3d2e06065fc844bd52ff11a7dfe9e42f1d6e0
    signature: AAAA
  - decision: approve
    gate: decided
    role: controller
    by: c.controller
    on: 2026-09-10
    policy: 2
    after: sha256:c0a4689e2bf9d4f05a78a38b37b410af9c6917768016a4d4e431b97a44ba01cf
    terms: sha256:261681f61876be66af0dc678ebc3d2e06065fc844bd52ff11a7dfe9e42f1d6e0
    signature: AAAA
  - decision: approve
    gate: decided
    role: steering_committee
    by: a.admin
    on: 2026-09-11
    policy: 2
    after: sha256:c0a4689e2bf9d4f05a78a38b37b410af9c6917768016a4d4e431b97a44ba01cf
    terms: sha256:261681f61876be66af0dc678ebc3d2e06065fc844bd52ff11a7dfe9e42f1d6e0
    signature: AAAA
  - decision: advance
    gate: decided
    role: sponsor
    by: s.sponsor
    on: 2026-09-14
    policy: 2
    after: sha256:c0a4689e2bf9d4f05a78a38b37b410af9c6917768016a4d4e431b97a44ba01cf
    terms: sha256:261681f61876be66af0dc678ebc3d2e06065fc844bd52ff11a7dfe9e42f1d6e0
    signature: AAAA
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
