#include "rules/rule.h"

namespace cat4 {

const Rule kRuleNameCollision{
    .text = {
        .summary = "two names that differ only in case or in how accents are encoded",
        .explanation =
            R"(On macOS and Windows such names are one file: a checkout keeps one of the two and shows the other as changed.
What a decision cites as evidence then depends on the computer that looks.

Rename one of them, so that they differ in more than case and the encoding of accented letters.)",
        .bad = R"(--- evidence/DEMO-1/Plan.txt
The plan as signed.
--- evidence/DEMO-1/plan.txt  # <-
The plan as drafted.
)",
        .good = R"(--- evidence/DEMO-1/plan.txt
The plan as signed.
--- evidence/DEMO-1/plan-draft.txt
The plan as drafted.
)"}};

}  // namespace cat4
