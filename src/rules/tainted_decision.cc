#include "rules/rule.h"

namespace cat4 {

const Rule kRuleTaintedDecision{
    .text =
        {.summary = "a decision by a key that has been marked as compromised since",
         .explanation =
             R"(When this decision landed its key was good. Now the key is known to have been in other hands, and nobody can
tell from the signature on which day that began. The decision isn't void, since measures can't fall back on
suspicion, but somebody has to look at it: was it the owner of the key who signed?

It is settled for a measure by a later decision with a good key that takes over responsibility: a transition,
or for confirmed amounts a confirmation that restates them. A decision which turns out to be the thief's is
corrected that way too: return, reopen or cancel for gates, `cat4 confirm --restate` for amounts. Where
nothing more is to be decided, a ratified waiver that names this rule and the commit records who has looked at
it.)",
         .bad = R"(a.admin$ cat4 -q key compromise c.controller --note "Laptop stolen on 3 October"
a.admin$ cat4 -q registry ratify --note "Stolen key of Cleo Controller"
registry: ratify version 4
$ cat4 decision export DEMO-1 6 ../proof >/dev/null; grep -E '^(decision|by|on|amount)' ../proof/decision.statement
decision: confirm
by: c.controller
on: 2026-09-30
amount: 2026-08 31250.50
$ # signed by the key that is compromised now; nobody has looked at it since
)",
         .good = R"(a.admin$ cat4 -q key add c.controller --key new.pub --note "After the theft"
a.admin$ cat4 -q registry ratify --note "New key of Cleo Controller"
registry: ratify version 5
c.controller$ # compares August with the ledger once more
c.controller$ cat4 -q confirm DEMO-1 2026-08=31250.50 --restate --reason "Key stolen" --checked "Account 6400"
DEMO-1: confirm ebitda as controller
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
