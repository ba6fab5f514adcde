#include "rules/rule.h"

namespace cat4 {

const Rule kRuleRegistryRewritten{
    .text =
        {.summary = "ratifications or endorsements that have landed and are gone or differ",
         .explanation =
             R"(registry.yaml is a chain: each ratification names the digest of the registry before, back to version 1, where
trust begins. It is only added to. Whoever takes entries out, changes them or puts others between them,
rewrites who was in charge at which time, and with that which decisions were valid.

Before landing, restore registry.yaml from the governed branch and ratify behind it. After a merge in which
both sides have ratified, keep the side that has landed and ratify the other change anew, as the next version.

Once landed, it changes nothing about who is in charge: the registry that was ratified last stays in force. To
put the entries back is another rewriting. Go on behind what is there, and have a waiver ratified that names
this rule and the commit, which turns the finding into an acknowledged warning.)",
         .bad = R"($ git show --format='%an: %s' HEAD -- registry.yaml
Ada Admin: Start afresh

@@ -9,16 +9,8 @@ decisions:
   - decision: ratify
     version: 2
     previous: sha256:0f3e5a…
-    registry: sha256:77ab10…
+    registry: sha256:d2c4e8…
     by: a.admin
-  - decision: ratify
-    version: 3
)",
         .good = R"($ git show --format='%an: %s' HEAD -- registry.yaml
Ada Admin: registry: ratify version 4

@@ -25,3 +25,10 @@ decisions:
     signature: U1NIU0lHAAAAAQAAADMAAAALc3Nh…
+  - decision: ratify
+    version: 4
+    previous: sha256:5b9d22…
+    registry: sha256:e0c7f4…
+    by: a.admin
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
