#include "rules/rule.h"

namespace cat4 {

const Rule kRuleMissingField{
    .text = {
        .summary = "a required key that is not there",
        .explanation =
            R"(Few keys are required everywhere: what a thing is called, and what no default could stand for. Without them
the file can't be understood, and its figures are in no sum.

The place reported is the first line of the mapping that lacks the key. Add it there. What else a measure
needs grows with its stage and is asked for by the rules about roles and gates.)",
        .bad = R"(--- DEMO-1.yaml
id: DEMO-1  # <-
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
)",
        .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
)"}};

}  // namespace cat4
