#include "rules/rule.h"

namespace cat4 {

const Rule kRuleDuplicateKey{
    .text = {
        .summary = "a key that stands twice in one mapping",
        .explanation =
            R"(Parsers disagree about which of the two counts, and most stay silent about it. A reader who stops at the first
one approves another value than the one that is computed with.

Keep the value that is right and remove the other. After a merge, look for lines that both sides added.)",
        .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
owner: s.sponsor  # <-
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
