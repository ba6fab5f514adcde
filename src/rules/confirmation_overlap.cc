#include "rules/rule.h"

namespace cat4 {

const Rule kRuleConfirmationOverlap{
    .text =
        {.summary = "a month confirmed twice, or a confirmation that overlooks an earlier one",
         .explanation =
             R"(What the controller has confirmed, stands. A second confirmation of the same month would leave open which of the
two is true; the first one goes on counting. Each confirmation of an effect also names the one before it
('previous'), so that nobody confirms without knowing what had been confirmed, and none can be left out later.

To correct a month, restate it: a confirmation with 'restates: true' and a reason replaces the earlier ones of its
months. Two branches that both confirmed are repaired by taking one list and confirming the rest again.)",
         .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: decided
state: active
status: {comment: On plan, on: 2026-10-28}
effects:
  - id: ebitda
    kind: ebitda
    nature: recurring
    months:
      2026-09: {plan: 1000, actual: 1000}
decisions:
  - decision: advance
    gate: decided
    role: sponsor
    by: s.sponsor
    on: 2026-09-14
    policy: 1
    after: none
    terms: sha256:c761c7f39d7c9fcaa9c59466ea399e03b0c3bcac06ec97eac725952a7817fec0
    signature: AAAA
  - decision: confirm
    role: controller
    by: c.controller
    on: 2026-10-12
    policy: 1
    after: sha256:123eb25e3d6e6f44c90c70b9e4d9ad56374e69ec3435294c9231f3b937382b86
    previous: none
    terms: sha256:c761c7f39d7c9fcaa9c59466ea399e03b0c3bcac06ec97eac725952a7817fec0
    effect: ebitda
    currency: EUR
    amounts:
      2026-09: 1000
    checked: Ledger of September
    signature: AAAA
  - decision: confirm
    role: controller
    by: c.controller
    on: 2026-10-19
    policy: 1
    after: sha256:123eb25e3d6e6f44c90c70b9e4d9ad56374e69ec3435294c9231f3b937382b86
    previous: sha256:8292179346604f14536d12dfe3312b468e6ab893e657bd6477d3afbf194e4627
    terms: sha256:c761c7f39d7c9fcaa9c59466ea399e03b0c3bcac06ec97eac725952a7817fec0
    effect: ebitda
    currency: EUR
    amounts:
      2026-09: 980  # <-
    checked: Ledger of September
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
effects:
  - id: ebitda
    kind: ebitda
    nature: recurring
    months:
      2026-09: {plan: 1000, actual: 980}
decisions:
  - decision: advance
    gate: decided
    role: sponsor
    by: s.sponsor
    on: 2026-09-14
    policy: 1
    after: none
    terms: sha256:c761c7f39d7c9fcaa9c59466ea399e03b0c3bcac06ec97eac725952a7817fec0
    signature: AAAA
  - decision: confirm
    role: controller
    by: c.controller
    on: 2026-10-12
    policy: 1
    after: sha256:123eb25e3d6e6f44c90c70b9e4d9ad56374e69ec3435294c9231f3b937382b86
    previous: none
    terms: sha256:c761c7f39d7c9fcaa9c59466ea399e03b0c3bcac06ec97eac725952a7817fec0
    effect: ebitda
    currency: EUR
    amounts:
      2026-09: 1000
    checked: Ledger of September
    signature: AAAA
  - decision: confirm
    role: controller
    by: c.controller
    on: 2026-10-19
    policy: 1
    after: sha256:123eb25e3d6e6f44c90c70b9e4d9ad56374e69ec3435294c9231f3b937382b86
    previous: sha256:8292179346604f14536d12dfe3312b468e6ab893e657bd6477d3afbf194e4627
    terms: sha256:c761c7f39d7c9fcaa9c59466ea399e03b0c3bcac06ec97eac725952a7817fec0
    effect: ebitda
    currency: EUR
    amounts:
      2026-09: 980
    restates: true
    reason: Freight was booked twice
    checked: Ledger of September
    signature: AAAA
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
