#include "rules/rule.h"

namespace cat4 {

const Rule kRuleTrustRootMismatch{
    .text =
        {.summary = "a history that begins elsewhere than at what this machine trusts",
         .explanation =
             R"(Every proof here rests on the first registry: its admins ratified all that came later. Whoever can replace a
repository can also make one whose first registry is his own, with valid signatures from end to end. Against
that only a digest helps that was received in another way and is kept outside of the repository: the trust
root, and with it the commit that must lie on the main line. Here one of the two differs.

Don't repair this in the repository, and don't take the root that it shows as the new one. Make sure first
that the right repository and branch were cloned and that the pin is the one of this organization
(`cat4.trustRoot` of git's configuration, CAT4_TRUST_ROOT, or the option). If it is, ask the auditors and the
admin who began the repository: it has been replaced or rebuilt.)",
         .bad = R"($ git config --global cat4.trustRoot
sha256:4f7d34567d3a42e06a4e9cb1f252a9ec…@16a187c557682e34064a82e743193f2eeb0dcfc6
$ git clone -q https://git.demo.example/measures
$ cd measures
$ git log --first-parent --reverse --format='%H %as %s' -- registry.yaml | head -1
e81f0c92b7d5a4463f1c8e0d9b6a275c4e3f1d08 2026-10-29 demo: a new organization
$ git cat-file -t 16a187c557682e34064a82e743193f2eeb0dcfc6
fatal: git cat-file: could not get object info
)",
         .good = R"($ git config --global cat4.trustRoot
sha256:4f7d34567d3a42e06a4e9cb1f252a9ec…@16a187c557682e34064a82e743193f2eeb0dcfc6
$ git clone -q https://git.demo.example/measures
$ cd measures
$ git log --first-parent --reverse --format='%H %as %s' -- registry.yaml | head -1
16a187c557682e34064a82e743193f2eeb0dcfc6 2026-01-05 demo: a new organization
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
