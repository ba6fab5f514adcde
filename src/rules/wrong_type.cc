#include "rules/rule.h"

namespace cat4 {

const Rule kRuleWrongType{
    .text = {
        .summary = "a mapping, list or single value where another is wanted",
        .explanation =
            R"(Every field holds either one value, a list or a mapping, and is never guessed from the one into the other: a
single milestone is still a list with one item, and a key with nothing behind it is not an empty list.

Write the value in the form the message asks for, or leave an optional key out altogether.)",
        .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: [o.owner, s.sponsor]  # <-
controller: c.controller
milestones: Interface contract signed  # <-
stage: defined
state: active
)",
        .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
milestones:
  - {id: contract, title: Interface contract signed, due: 2026-12-15}
stage: defined
state: active
)"}};

}  // namespace cat4
