#include "rules/rule.h"

namespace cat4 {

const Rule kRulePeriodClosed{
    .text =
        {.summary = "an actual of a closed month that was changed",
         .explanation =
             R"(Up to the month that organization.yaml names in `closed_through` the books are closed, and reports have gone
out with these figures. If an actual in that time is changed, added or taken away, last quarter's report can't
be made again, and nobody has said why. Another currency of its effect changes it, and so does a measure that is
deleted with it. A measure that is new may bring actuals of its past along.

Before landing, put the old figures back. If a correction is truly needed, it is done in the open, in three
steps: an admin lowers `closed_through` and has it ratified, the actual is corrected, and the period is closed
again by another ratification. The first of them must have landed before the correction does.

A change that landed without that stays a finding, and to put the figure back takes the same three steps. A
ratified waiver that names this rule and the commit makes an acknowledged warning of it.)",
         .bad = R"($ grep closed_through organization.yaml
closed_through: 2026-09
$ git show --format='%an: %s' -U1 HEAD -- portfolios/demo/plants/stock/feed/DEMO-1.yaml
Olaf Owner: August was better

     months:
-      2026-08: {plan: 4000, actual: 3200}
+      2026-08: {plan: 4000, actual: 4100}
       2026-09: {plan: 4000, actual: 3900}
)",
         .good = R"(a.admin$ sed -i 's/^closed_through: .*/closed_through: 2026-07/' organization.yaml
a.admin$ cat4 -q registry ratify --note "August opened for credit note 88"
registry: ratify version 5
o.owner$ sed -i 's/actual: 3200/actual: 4100/' portfolios/demo/plants/stock/feed/DEMO-1.yaml
o.owner$ git commit -qam "DEMO-1: August without credit note 88, which was another plant's"
a.admin$ sed -i 's/^closed_through: .*/closed_through: 2026-09/' organization.yaml
a.admin$ cat4 -q registry ratify --note "August closed again"
registry: ratify version 6
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
