#include "rules/rule.h"

namespace cat4 {

const Rule kRuleInvalidId{
    .text = {
        .summary = "an id that is malformed or differs from its file",
        .explanation =
            R"(Decisions are signed for an id, and other files refer to it. So an id is plain ASCII that nobody can confuse,
and the file of a measure, person or committee is named after it: whoever looks for INV-7K3Q finds
INV-7K3Q.yaml.

An id never changes and is never given to something else. If the two differ because somebody renamed the file,
give the file its old name back; if the id was edited, restore it. A better name belongs into `title` or
`name`.)",
        .bad = R"(--- DEMO-1.yaml
id: DEMO-2  # <-
title: Live stock feed
owner: o.owner
controller: c.controller
milestones:
  - {id: contract signed, title: Interface contract signed, due: 2026-12-15}  # <-
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
