#include "rules/rule.h"

namespace cat4 {

const Rule kRuleBadSignature{
    .text =
        {.summary = "a decision whose signature does not fit what it stands under",
         .explanation =
             R"(The signature covers every value of a decision, and the organization and the measure with them. If it does not
verify, then what is written down isn't what was signed: a month, an amount or a gate was touched afterwards,
the entry was taken from another measure, or somebody wrote a decision for a person who never gave it. The entries
of registry.yaml, ratifications and endorsements, are held to the same.

As long as it hasn't landed, take the entry away and have the decision made anew; a signature can't be
repaired by hand. `cat4 decision export` writes three files with which ssh-keygen alone comes to the same
verdict.

Once it has landed the entry stays, since the list is only added to. Have the matter decided anew behind it,
and say why in waivers.yaml: a ratified waiver that names this rule and the commit makes the finding an
acknowledged warning.)",
         .bad =
             R"($ git show --format='%an: %s' HEAD -- portfolios/demo/plants/stock/feed/DEMO-1.yaml | grep -E '^[A-Z+]'
Olaf Owner: September
+  - decision: confirm
+    by: c.controller
+    amounts:
+      2026-09: 9000.00
+    signature: U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg…
$ cat4 -q decision export DEMO-1 5 ../proof >/dev/null
cat4: the signature does not prove it: the signature does not belong to what it is to sign
$ cd ../proof && ssh-keygen -Y verify -n cat4 -I c.controller -f allowed_signers -s decision.sig < decision.statement
Signature verification failed: incorrect signature
Could not verify signature.
)",
         .good = R"(c.controller$ cat4 -q confirm DEMO-1 2026-09=3900 --checked "Account 6400"
DEMO-1: confirm ebitda as controller
c.controller$ cat4 -q decision export DEMO-1 5 ../proof >/dev/null
c.controller$ cd ../proof
c.controller$ ssh-keygen -Y verify -n cat4 -I c.controller -f allowed_signers -s decision.sig < decision.statement
Good "cat4" signature for c.controller with ED25519 key SHA256:ZkL0…
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
