#include "rules/rule.h"

namespace cat4 {

const Rule kRuleClosedMeasureChanged{
    .text =
        {.summary = "a measure in the last stage that was changed",
         .explanation =
             R"(Closing says: this is what came of it, and it is confirmed. If its title, plan, people or effects change
afterwards, the file no longer shows what was closed. A closed measure may move to another package, and
receive actuals and decisions, since a recurring effect goes on; anything else needs an amend, with the
approvals that the policy asks for, or a reopening.

Before landing, take the change back, or amend (`cat4 gate amend`), or reopen the measure if work goes on.

Once it has landed, changing it back takes an amend or a reopening too. A ratified waiver that names this rule
and the commit turns the finding into an acknowledged warning.)",
         .bad = R"($ git show --format='%an: %s' -U1 HEAD -- portfolios/demo/plants/stock/feed/DEMO-1.yaml
Olaf Owner: Clearer wording

 id: DEMO-1
-title: Live stock feed
+title: Live stock feed and automatic orders
 owner: o.owner
$ grep stage: portfolios/demo/plants/stock/feed/DEMO-1.yaml
stage: closed
)",
         .good = R"($ git show --format='%an: %s' -U1 HEAD -- portfolios/demo/plants/stock/feed/DEMO-1.yaml
Olaf Owner: DEMO-1: October

       2026-09: {plan: 4000, actual: 3900}
-      2026-10: {plan: 4000}
+      2026-10: {plan: 4000, actual: 4150}
       2026-11: {plan: 4000}
$ grep stage: portfolios/demo/plants/stock/feed/DEMO-1.yaml
stage: closed
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
