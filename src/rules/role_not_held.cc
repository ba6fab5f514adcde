#include "rules/rule.h"

namespace cat4 {

const Rule kRuleRoleNotHeld{
    .text =
        {.summary = "a decision by a person who did not hold the role for it",
         .explanation =
             R"(A valid signature shows who decided; it does not show that he was allowed to. The signer must be active, hold
the role in the registry, and hold it on this measure: its owner, sponsor or controller, or a member of its
committee. A deputy must have been named by the person for whom he signs, and a controller who is limited to
certain legal entities decides only on their measures. All of it is judged by the main line as it was before
the decision landed, and the registry must still say so when it lands; nobody gets a role in the same step in
which he uses it.

Before landing, have the right person decide, or have the role given, ratified and landed first. Afterwards
the decision stays where it is: let who holds the role decide again, and have a waiver ratified that names
this rule and the commit, so that the finding becomes an acknowledged warning.)",
         .bad = R"($ git show --format='%an: %s' -U0 HEAD -- portfolios/demo/plants/stock/feed/DEMO-1.yaml
Olaf Owner: DEMO-1: approve decided as controller
+  - decision: approve
+    gate: decided
+    role: controller
+    by: o.owner
$ grep roles people/o.owner.yaml
roles: [owner]
)",
         .good = R"($ git show --format='%an: %s' -U0 HEAD -- portfolios/demo/plants/stock/feed/DEMO-1.yaml
Dora Deputy: DEMO-1: approve decided as controller
+  - decision: approve
+    gate: decided
+    role: controller
+    by: d.deputy
+    for: c.controller
$ grep deputies people/c.controller.yaml
deputies: [d.deputy]
$ grep roles people/d.deputy.yaml
roles: [controller]
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
