#include "rules/rule.h"

namespace cat4 {

const Rule kRuleForbiddenYaml{
    .text = {
        .summary = "a YAML feature that the format leaves out",
        .explanation =
            R"(Anchors, aliases, tags, merge keys, directives, a second document, keys in quotes, and values that run over
several lines other than as a | or > block are legal YAML, but not part of the format.

They let a value stand far from where it takes effect, or let two parsers read the same bytes differently.
Whoever approves a change must be able to judge it from the lines of the diff alone.

Write the value out where it belongs; put long text into a block that starts with | or >.)",
        .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: &name Live stock feed  # <-
description: *name  # <-
owner: o.owner
controller: c.controller
stage: defined
state: active
)",
        .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
description: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
)"}};

}  // namespace cat4
