#include "rules/rule.h"

namespace cat4 {

const Rule kRuleWeakKey{
    .text =
        {.summary = "a signature by a key that can be broken or copied",
         .explanation =
             R"(Keys below a certain strength prove nothing about their owner: RSA of fewer than 3072 bits or with a small
exponent, Ed25519 points of small order, for which anybody can find a signature. ssh-keygen takes some of
these; for decisions about money they are not enough.

Make a stronger key (ssh-ed25519, or ecdsa, or one on hardware), have it added and ratified, and retire the
weak one. Decisions that have landed with it stay listed; let somebody with a good key decide again where it
matters, and record the rest in a ratified waiver that names this rule and the commit.)",
         .bad = R"(s.sponsor$ ssh-keygen -t rsa -b 2048 -f ~/.ssh/id_rsa
s.sponsor$ ssh-keygen -l -f ~/.ssh/id_rsa.pub
2048 SHA256:r4Ow… sara@desk (RSA)
s.sponsor$ ssh-keygen -Y sign -n cat4 -f ~/.ssh/id_rsa advance.statement
s.sponsor$ # and the entry goes into DEMO-1.yaml by hand
s.sponsor$ git commit -qam "DEMO-1: advance decided as sponsor"
)",
         .good = R"(s.sponsor$ ssh-keygen -t ed25519 -f ~/.ssh/id_ed25519
s.sponsor$ ssh-keygen -l -f ~/.ssh/id_ed25519.pub
256 SHA256:9uXm… sara@desk (ED25519)
a.admin$ cat4 -q key add s.sponsor --key id_ed25519.pub
a.admin$ cat4 -q registry ratify --note "Ed25519 for Sara Sponsor"
s.sponsor$ cat4 -q gate advance DEMO-1
DEMO-1: advance decided as sponsor
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
