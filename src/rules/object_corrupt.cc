#include "rules/rule.h"

namespace cat4 {

const Rule kRuleObjectCorrupt{
    .text =
        {.summary = "an object of git whose content does not have its name",
         .explanation =
             R"(git names each commit, directory and file by a digest of its bytes. All proofs of a history rest on that, so
every object is digested again when it is read. Here the digest differs: the disk or a copy went bad, or
somebody has put other bytes in the object's place on this machine. git itself does not always look.

Nothing can be said about this commit or what lies behind it from this clone. Don't try to repair it: clone
afresh from the server or another colleague and audit that. If the server's own objects are damaged, have them
restored from a backup; `git fsck` lists them.)",
         .bad = R"($ git fsck
error: 61780798228d17af2d34fce4cfbdf35556832472: hash-path mismatch, found at: .git/objects/8c/0fd13b6e24…
$ git cat-file -p 8c0fd13b6e24a95b7f0d3e9c1a2b4d5f6e708192 | grep amount -A1
    amounts:
      2026-08: 99000
)",
         .good = R"($ mv measures measures.damaged
$ git clone -q https://git.demo.example/measures
$ cd measures && git fsck
$ git cat-file -p 8c0fd13b6e24a95b7f0d3e9c1a2b4d5f6e708192 | grep amount -A1
    amounts:
      2026-08: 31250.50
)"},
    .needs = Needs::kNothing,
    .check = nullptr};

}  // namespace cat4
