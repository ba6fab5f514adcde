#include "rules/rule.h"

namespace cat4 {

const Rule kRuleHistoryIncomplete{
    .text =
        {.summary = "a history of which a part is not here",
         .explanation =
             R"(An audit follows the main line from the first registry to now. In this clone a commit, directory or file of it
is missing: the clone is shallow, as CI makes them by default, it was told to fetch some objects later, or an
object was lost. What isn't there can't be judged, and silence about it would look like a pass. So there is no
verdict at all, and the exit code is 3.

Fetch the rest: `git fetch --unshallow`, or a full clone; in CI set the depth to everything (`fetch-depth: 0`,
`GIT_DEPTH: 0`). To check one pull request the two commits and what lies between them are enough. If the full
clone lacks objects too, `git fsck` lists them; have them restored from another clone.)",
         .bad = R"($ git clone -q --depth 1 https://git.demo.example/measures
$ cd measures
$ git rev-parse --is-shallow-repository
true
$ git log --first-parent --format='%h %s'
c77b1e0 DEMO-1: hold as sponsor
)",
         .good = R"($ git fetch -q --unshallow
$ git rev-parse --is-shallow-repository
false
$ git log --first-parent --format='%h %s' | sed -n '1p;$p'
c77b1e0 DEMO-1: hold as sponsor
16a187c demo: a new organization
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
