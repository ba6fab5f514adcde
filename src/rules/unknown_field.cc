#include "rules/rule.h"

namespace cat4 {

const Rule kRuleUnknownField{
    .text = {
        .summary = "a key that the format does not know",
        .explanation =
            R"(A misspelt key would otherwise be passed over in silence: the measure would have no controller although
everybody sees one named in its file. So every key must be a known one; the nearest is suggested.

Correct the spelling, or move the key to the mapping where it belongs. Data of your own has its place under
`labels` of a measure, free text in `notes`.)",
        .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controler: c.controller  # <-
stage: defined
state: active
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
