#include "rules/rule.h"

namespace cat4 {

const Rule kRuleMalformedCommit{
    .text =
        {.summary = "a commit or directory that git would not have written",
         .explanation =
             R"(Programs that read a crafted object leniently disagree about it: two headers of which one counts, a signature
inside of the message, text behind a NUL, a name that stands in a directory twice. One of them verifies what
another never shows, and so an auditor could look at other files than the ones that were approved. What isn't
exactly as git writes it is therefore turned away.

Such objects come from tools that write commits themselves, seldom from people. Make the commit anew with git,
from the same files, before it lands; decisions in it keep their signatures. Set `receive.fsckObjects` on the
server and `transfer.fsckObjects` in clones, which keeps most of them out.)",
         .bad = R"($ git cat-file commit HEAD
tree 5b1f0e7c94a2d83f6e0b7c1d2a9f84e35c6d7b80
parent 9b27c55e0d1f4a6b8c3e2d7f90a1b5c4d6e8f012
parent c77b1e0a2d3c4b5e6f708192a3b4c5d6e7f80913
author Olaf Owner <olaf@demo.example> 1791792000 +0000
author Sara Sponsor <sara@demo.example> 1791792000 +0000
committer Sara Sponsor <sara@demo.example> 1791792000 +0000

DEMO-1: advance decided as sponsor
)",
         .good = R"($ git cat-file commit HEAD
tree 5b1f0e7c94a2d83f6e0b7c1d2a9f84e35c6d7b80
parent 9b27c55e0d1f4a6b8c3e2d7f90a1b5c4d6e8f012
author Sara Sponsor <sara@demo.example> 1791792000 +0000
committer Sara Sponsor <sara@demo.example> 1791792000 +0000
gpgsig -----BEGIN SSH SIGNATURE-----
 …
 -----END SSH SIGNATURE-----

DEMO-1: advance decided as sponsor
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
