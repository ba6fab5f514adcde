#include "rules/rule.h"

namespace cat4 {

const Rule kRuleRetiredKey{
    .text =
        {.summary = "a decision signed with a key that was retired or compromised before it landed",
         .explanation =
             R"(A retired key may lie on a laptop that was given away, a compromised one is in other hands. From the commit
that says so on the main line nothing new is accepted from it. The date in the decision doesn't help: a thief
can write any day he likes, and only the order of landing is certain.

What landed before the key was retired stays good. What landed before it was marked as compromised is listed
as tainted-decision instead.

If the decision was truly made by its owner and only landed late, let him make it again with an active key. A
landed one stays in the list; a ratified waiver in waivers.yaml that names this rule and the commit
acknowledges it.)",
         .bad = R"($ git log --first-parent --reverse --format='%h %an: %s'
4e1d0a7 Ada Admin: registry: ratify version 4
9b27c55 Sara Sponsor: DEMO-1: advance decided as sponsor
$ git show 4e1d0a7 -U1 -- people/s.sponsor.yaml | tail -3
 keys:
-  - {key: ssh-ed25519 AAAAC3Nz…}
+  - {key: ssh-ed25519 AAAAC3Nz…, status: retired}
$ # 9b27c55 is signed with AAAAC3Nz…
)",
         .good = R"($ git log --first-parent --reverse --format='%h %an: %s'
9b27c55 Sara Sponsor: DEMO-1: advance decided as sponsor
4e1d0a7 Ada Admin: registry: ratify version 4
$ git show 4e1d0a7 -U1 -- people/s.sponsor.yaml | tail -4
 keys:
-  - {key: ssh-ed25519 AAAAC3Nz…}
+  - {key: ssh-ed25519 AAAAC3Nz…, status: retired}
+  - {key: ssh-ed25519 AAAAC9Qw…}
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
