#include "rules/rule.h"

namespace cat4 {

const Rule kRuleDecisionRemoved{
    .text =
        {.summary = "a decision that has landed and is gone",
         .explanation =
             R"(The list of decisions of a measure is its minute book: it is added to at the end, and nothing leaves it. If an
entry goes, an unwelcome confirmation, rejection or hold never happened as far as the file is concerned, and
every sum and light follows the file. An open approval may not vanish either while it can still count.

Before landing: restore the list from the governed branch and put new decisions behind it. This is also what a
merge wants whose two sides have each decided.

Once landed, the loss stays in the history, and an entry that is put back between others is a change in its
turn. So have the matter decided anew, at the end of the list; `git show COMMIT^:PATH` shows what was lost. A
ratified waiver in waivers.yaml that names this rule and the commit turns the finding into an acknowledged
warning.)",
         .bad = R"($ git show --format='%an: %s' HEAD -- portfolios/demo/plants/stock/feed/DEMO-1.yaml
Olaf Owner: Tidy up

@@ -41,9 +41,3 @@ decisions:
     signature: U1NIU0lHAAAAAQAAADMAAAALc3Nh…
-  - decision: hold
-    role: sponsor
-    by: s.sponsor
-    on: 2026-09-21
-    until: 2026-12-31
-    reason: Supplier insolvent
)",
         .good = R"($ git show --format='%an: %s' HEAD -- portfolios/demo/plants/stock/feed/DEMO-1.yaml
Sara Sponsor: DEMO-1: resume as sponsor

@@ -46,3 +46,10 @@ decisions:
     reason: Supplier insolvent
     signature: U1NIU0lHAAAAAQAAADMAAAALc3Np…
+  - decision: resume
+    role: sponsor
+    by: s.sponsor
+    on: 2026-10-12
+    note: Another supplier has been found
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
