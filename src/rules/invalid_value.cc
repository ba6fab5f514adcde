#include "rules/rule.h"

namespace cat4 {

const Rule kRuleInvalidValue{
    .text = {
        .summary = "a value that its field does not take",
        .explanation =
            R"(Each field says how its value is written: dates that exist in the calendar as 2026-02-28, months as 2026-02,
amounts in plain digits with a point and no more decimals than their currency has, words from a fixed list,
stages of your policy.

Nothing is rounded, converted or filled in on the way. An amount that needs interpretation would be
interpreted differently by the next program, and then two sums of the same portfolio differ.

The message says what is wanted. Amounts carry no separators, units or exponents: 480000, not 480k or 4.8e5.)",
        .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
milestones:
  - {id: contract, title: Interface contract signed, due: 2027-02-30}  # <-
effects:
  - id: ebitda
    kind: ebitda
    nature: recurring
    run_rate: 480k  # <-
stage: defined
state: open  # <-
)",
        .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
milestones:
  - {id: contract, title: Interface contract signed, due: 2027-02-28}
effects:
  - id: ebitda
    kind: ebitda
    nature: recurring
    run_rate: 480000
stage: defined
state: active
)"}};

}  // namespace cat4
