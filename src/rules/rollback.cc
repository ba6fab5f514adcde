#include "rules/rule.h"

namespace cat4 {

const Rule kRuleRollback{
    .text =
        {.summary = "a main line that no longer holds what this machine audited last",
         .explanation =
             R"(After a good audit this machine remembers which commit it had seen. That commit is not on the main line now:
the branch was forced back or rebuilt, a clone is older than the last one, or main was merged into something
else and became its second parent. What lay between is simply not there, and nothing that is left can show it:
this is how an unwelcome decision vanishes while all the rest still looks perfect.

If the clone is old, or another branch was named, fetch and audit the governed branch. If a pull made main the
second parent, go back to before it and rebase your own commits. If the server's branch was forced, find out
by whom and why, and have the lost commits put back from any clone that holds them.)",
         .bad = R"($ git log --first-parent --format='%h %s' -3 main
c77b1e0 DEMO-1: hold as sponsor
9b27c55 DEMO-1: advance decided as sponsor
4e1d0a7 registry: ratify version 4
o.owner$ git push -q --force origin 9b27c55:main
$ git fetch -q && git log --first-parent --format='%h %s' -2 origin/main
9b27c55 DEMO-1: advance decided as sponsor
4e1d0a7 registry: ratify version 4
)",
         .good = R"($ git log --first-parent --format='%h %s' -2 main
c77b1e0 DEMO-1: hold as sponsor
9b27c55 DEMO-1: advance decided as sponsor
s.sponsor$ cat4 -q gate resume DEMO-1 --note "The hold was a mistake"
DEMO-1: resume as sponsor
s.sponsor$ git push -q
$ git fetch -q && git log --first-parent --format='%h %s' -2 origin/main
f05c2d4 DEMO-1: resume as sponsor
c77b1e0 DEMO-1: hold as sponsor
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
