#include "rules/rule.h"

namespace cat4 {

const Rule kRuleDecisionChanged{
    .text =
        {.summary = "a decision that has landed and reads differently now",
         .explanation =
             R"(A decision that has landed is fixed in every field, its signature included. A change means that what people
read today isn't what was decided and shown to them. That the new text has a valid signature is no excuse:
even the signer himself can only add, so that both what he said first and what he said later can be seen.

A correction is a decision of its own: `cat4 confirm --restate` for amounts, `cat4 gate amend` for the plan,
return or reopen for a gate that was passed too early. Before landing, restore the entry and add the
correction.

Once landed, leave the entry alone: to change it back is a change as well. Add the correction at the end of
the list, and have a waiver ratified that names this rule and the commit; the finding is then an acknowledged
warning.)",
         .bad = R"($ git show --format='%an: %s' HEAD -- portfolios/demo/plants/stock/feed/DEMO-1.yaml
Cleo Controller: Correct August

@@ -58,7 +58,7 @@ decisions:
     amounts:
-      2026-08: 31250.50
+      2026-08: 29000.00
     checked: Account 6400
     previous: none
-    signature: U1NIU0lHAAAAAQAAADMAAAALc3Nh…
+    signature: U1NIU0lHAAAAAQAAADMAAAALc3Nz…
)",
         .good =
             R"(c.controller$ cat4 -q confirm DEMO-1 2026-08=29000 --restate --reason "Credit note 88" --checked "Account 6400"
DEMO-1: confirm ebitda as controller
c.controller$ git show --format='%s' HEAD -- portfolios/demo/plants/stock/feed/DEMO-1.yaml | grep '^[-+] '
+  - decision: confirm
+    role: controller
+    by: c.controller
+    on: 2026-10-12
+    amounts:
+      2026-08: 29000.00
+    restates: true
+    reason: Credit note 88
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
