#include "rules/rule.h"

namespace cat4 {

const Rule kRuleNotARegularFile{
    .text = {
        .summary = "a link, submodule, directory or device in the place of a file",
        .explanation =
            R"(A symbolic link or a submodule shows in a review as a path or a commit id, while what it leads to can change
without any review at all, or lie outside the repository. So the format consists of regular files and the
directories that hold them; nothing is followed.

Put the content itself where the link is. To keep several files for one person, committee or measure, use
`evidence/`.)",
        .bad = R"(--- people/v.visitor.yaml  # <-
--- people/v.visitor.yaml/details.yaml
id: v.visitor
name: Vera Visitor
email: vera@demo.example
)",
        .good = R"(--- people/v.visitor.yaml
id: v.visitor
name: Vera Visitor
email: vera@demo.example
)"}};

}  // namespace cat4
