#include "rules/rule.h"

namespace cat4 {

const Rule kRuleDuplicateId{
    .text = {
        .summary = "an id or address that is used twice",
        .explanation =
            R"(Ids of measures and of containers, and the email addresses of persons, are unique in the whole organization;
ids of milestones, effects, stages and units are unique in their list. Otherwise an approval, a dependency or
a confirmation could mean either of two things, and whoever profits would choose.

The later one is reported, and a measure whose id is taken is left out of every sum. Give it an id of its own,
also where the first owner of the id has long been closed: `cat4 new` draws a free one. After moving a measure
to another package, remove the file at the old place.)",
        .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
--- portfolios/demo/plants/stock/labels/package.yaml
id: labels
name: Shelf labels
sponsor: s.sponsor
legal_entity: DE
steering_committee: board
--- portfolios/demo/plants/stock/labels/DEMO-1.yaml
id: DEMO-1  # <-
title: Electronic shelf labels
owner: o.owner
controller: c.controller
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
--- portfolios/demo/plants/stock/labels/package.yaml
id: labels
name: Shelf labels
sponsor: s.sponsor
legal_entity: DE
steering_committee: board
--- portfolios/demo/plants/stock/labels/DEMO-2.yaml
id: DEMO-2
title: Electronic shelf labels
owner: o.owner
controller: c.controller
stage: defined
state: active
)"}};

}  // namespace cat4
