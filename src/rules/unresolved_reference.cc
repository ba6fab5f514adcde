#include "rules/rule.h"

namespace cat4 {

const Rule kRuleUnresolvedReference{
    .text = {
        .summary = "a reference to something that does not exist",
        .explanation =
            R"(An owner, a committee, a legal entity, a measure that this one waits for: each is named by its id, and
somebody must stand behind the name. Responsibility that rests with nobody is the oldest way to lose a
measure.

Correct the id; the nearest known one is suggested. Otherwise add what is missing, a person's file for
example. Those who leave keep their file with `active: false`, so that old decisions keep their names.)",
        .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.ownr  # <-
controller: c.controller
depends_on:
  - {measure: DEMO-9, stage: detailed}  # <-
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
