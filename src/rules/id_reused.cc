#include "rules/rule.h"

namespace cat4 {

const Rule kRuleIdReused{
    .text =
        {.summary = "an id of a former measure at another one",
         .explanation =
             R"(Reports, minutes, ledgers and signed decisions speak of a measure by its id. If the id of one that is gone
comes back at another, its history becomes that of a stranger, and figures of two different things are read as
one series. An id is used once, for ever.

Give the new measure an id of its own; `cat4 new measure` draws a random one. If the former measure is meant,
bring back its file with all its decisions and go on from there.

A reuse that has landed stays in the history, even when the id is changed afterwards: a ratified waiver in
waivers.yaml that names this rule and the commit acknowledges it.)",
         .bad =
             R"($ git log --first-parent --reverse --format='%h %s' -- portfolios/demo/plants/stock/feed/DEMO-1.yaml
0c51e9f Live stock feed
5d7aa02 Not needed any more
c3e8814 Forecast of deliveries
$ git show c3e8814 -- portfolios/demo/plants/stock/feed/DEMO-1.yaml | grep -E '^[+](id|title)'
+id: DEMO-1
+title: Forecast of deliveries
)",
         .good = R"($ cat4 new measure feed --title "Forecast of deliveries" --owner o.owner
portfolios/demo/plants/stock/feed/DEMO-8NT2.yaml
$ git add -A && git commit -qm "Forecast of deliveries"
$ git show HEAD | grep -E '^[+](id|title)'
+id: DEMO-8NT2
+title: Forecast of deliveries
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
