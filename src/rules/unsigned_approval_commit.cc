#include "rules/rule.h"

namespace cat4 {

const Rule kRuleUnsignedApprovalCommit{
    .text =
        {.summary = "a decision that no signed commit brought in",
         .explanation =
             R"(The statement's signature proves who decided what. The signed commit proves besides who put it into the
history, so that a decision which was signed but held back isn't slipped in by a stranger. Here none of the
commits in which the decision first appears is signed by an active person.

Nearly always a forge has squashed or rebased a branch and made the commits anew, without their signatures; a
rebase without `commit.gpgSign` does the same. The decision itself is as good as before. Somebody active who
knows of it says so with `cat4 decision endorse ID N`, which is signed, survives the next squash, and settles
the finding. To avoid it, merge branches that hold decisions by a merge commit.

How much it weighs follows from one key of the policy alone: with `signed_commits: required` it is an error, else a
warning.)",
         .bad = R"($ git log --format='%h %G? %an: %s' -2 approve-demo-1
7a90cd3 G Cleo Controller: DEMO-1: approve decided as controller
f3310be G Sara Sponsor: DEMO-1: approve decided as sponsor
$ # the forge is told to squash and merge
$ git fetch -q && git log --format='%h %G? %an: %s' -1 origin/main
18d4e6f N Sara Sponsor: Approvals of DEMO-1 (#12)
)",
         .good = R"($ git log --format='%h %G? %an: %s' -1 main
18d4e6f N Sara Sponsor: Approvals of DEMO-1 (#12)
c.controller$ cat4 -q decision endorse DEMO-1 4 5 --note "Squashed by the forge"
DEMO-1: endorse 2 decisions
c.controller$ git log --format='%h %G? %an: %s' -1
a2c07f9 G Cleo Controller: registry: endorse 2 decisions of DEMO-1
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
