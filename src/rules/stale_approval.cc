#include "rules/rule.h"

namespace cat4 {

const Rule kRuleStaleApproval{
    .text =
        {.summary = "a decision that was signed for another place in the history",
         .explanation =
             R"(Each transition names the one before it ('after'), so that nobody can take a signed decision and use it a second
time, or put it in front of another. A confirmation names the decision that locked the terms. Every decision names
the version of the policy it was made under, and closing states what had been confirmed ('confirmed'). If one of
these does not fit, the decision was made about another state of affairs than the one it stands in.

Usually two branches decided about the same measure and were merged by hand: restore the list of one of them and
decide the other anew. Never edit the digest: the signature covers it.)",
         .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: detailed
state: active
decisions:
  - decision: advance
    gate: identified
    role: sponsor
    by: s.sponsor
    on: 2026-08-17
    policy: 1
    after: none
    terms: sha256:261681f61876be66af0dc678ebc3d2e06065fc844bd52ff11a7dfe9e42f1d6e0
    signature: AAAA
  - decision: advance
    gate: detailed
    role: sponsor
    by: s.sponsor
    on: 2026-09-14
    policy: 1
    after: none  # <-
    terms: sha256:261681f61876be66af0dc678ebc3d2e06065fc844bd52ff11a7dfe9e42f1d6e0
    signature: AAAA
)",
         .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: detailed
state: active
decisions:
  - decision: advance
    gate: identified
    role: sponsor
    by: s.sponsor
    on: 2026-08-17
    policy: 1
    after: none
    terms: sha256:261681f61876be66af0dc678ebc3d2e06065fc844bd52ff11a7dfe9e42f1d6e0
    signature: AAAA
  - decision: advance
    gate: detailed
    role: sponsor
    by: s.sponsor
    on: 2026-09-14
    policy: 1
    after: sha256:b200b63c1b9be8578e0937edc2328b4f54b8b4a2f0cdf88d128cd4c8d76b19fd
    terms: sha256:261681f61876be66af0dc678ebc3d2e06065fc844bd52ff11a7dfe9e42f1d6e0
    signature: AAAA
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
