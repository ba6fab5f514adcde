#include "rules/rule.h"

namespace cat4 {

const Rule kRuleMisplacedFile{
    .text = {
        .summary = "a file or directory that would be passed over",
        .explanation =
            R"(Below `portfolios/`, `people/` and `committees/` every name means something, and depth decides what. A file
that ends in .yml, a note beside the measures, a directory one level too deep: none of it would be read, and
nobody would notice that a measure has dropped out of the figures.

Rename the file or move it to its level. A directory of the hierarchy needs its own file, such as
`project.yaml`. Notes, spreadsheets and minutes belong under `evidence/`, or anywhere else in the repository.)",
        .bad = R"(--- DEMO-1.yml  # <-
id: DEMO-1
title: Live stock feed
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
)"}};

}  // namespace cat4
