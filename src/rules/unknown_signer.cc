#include "rules/rule.h"

namespace cat4 {

const Rule kRuleUnknownSigner{
    .text =
        {.summary = "a decision signed by nobody whom the registry knows",
         .explanation =
             R"(The registry says who exists and which keys are his. Here the person named in `by` is not in it, or the
signature is sound but made with a key that isn't among his. Then it is proven that somebody decided, but not
who; anybody can make a key and sign with it.

What counts is the registry on the main line before the decision landed. A key that comes in together with the
decision it signed is too late: otherwise whoever writes to the repository could bring his own key along.

Before landing: have the key added (`cat4 key add`), have that ratified and landed, then decide anew. What has
landed stays in the list. If the person did decide, let him decide again with a key that is known; a ratified
waiver in waivers.yaml, naming this rule and the commit, makes an acknowledged warning of it.)",
         .bad = R"(s.sponsor$ # a new laptop, a new key
s.sponsor$ ssh-keygen -t ed25519 -f ~/.ssh/new
s.sponsor$ ssh-keygen -Y sign -n cat4 -f ~/.ssh/new advance.statement
s.sponsor$ $EDITOR portfolios/demo/plants/stock/feed/DEMO-1.yaml  # puts the entry into the list by hand
s.sponsor$ git commit -qam "DEMO-1: advance decided as sponsor"
s.sponsor$ git push -q
)",
         .good = R"(s.sponsor$ ssh-keygen -t ed25519 -f ~/.ssh/new
s.sponsor$ # gives new.pub to an admin, who makes sure that it is hers
a.admin$ cat4 -q key add s.sponsor --key new.pub --note "Second laptop"
a.admin$ cat4 -q registry ratify --note "New key of Sara Sponsor"
a.admin$ git push -q
s.sponsor$ git pull -q
s.sponsor$ cat4 -q gate advance DEMO-1
DEMO-1: advance decided as sponsor
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
