#include "rules/rule.h"

namespace cat4 {

const Rule kRuleUnratifiedRegistry{
    .text =
        {.summary = "a change of people, committees, policy or rates that was not duly ratified",
         .explanation =
             R"(The registry decides who may decide, so whoever can change it alone can approve anything. A change counts once
enough active admins of the registry before it have signed exactly this state as the next version. Until then
it is not in force, and decisions go on being judged by the last one that was ratified.

Some changes no signature makes good: a person, committee or key that was removed, a key that became good
again or went to another person, an id or a currency that changed, stages that were renamed, a policy without
a higher version. Mark who leaves as inactive, and keys as retired or compromised, instead.

Ratify in the same step (`cat4 registry ratify`; several admins sign on one branch, which is merged), or put
back the registry that was in force, which needs no signature. A change that has landed is listed once, and a
ratified waiver that names this rule and the commit makes an acknowledged warning of it.)",
         .bad = R"($ git show --format='%an: %s' -U1 HEAD
Sara Sponsor: More roles

--- a/people/s.sponsor.yaml
+++ b/people/s.sponsor.yaml
@@ -3,2 +3,2 @@
 email: sara@demo.example
-roles: [sponsor]
+roles: [sponsor, controller]
)",
         .good = R"(a.admin$ git diff -U0 | tail -2
-roles: [sponsor]
+roles: [sponsor, owner]
a.admin$ cat4 -q registry ratify --note "Sara Sponsor owns measures too"
registry: ratify version 3
a.admin$ git show --stat --format='%an: %s' HEAD
Ada Admin: registry: ratify version 3

 people/s.sponsor.yaml | 2 +-
 registry.yaml         | 8 ++++++++
 2 files changed, 9 insertions(+), 1 deletion(-)
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
