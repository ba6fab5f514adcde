#include "rules/rule.h"

namespace cat4 {

const Rule kRuleSyntaxError{
    .text = {
        .summary = "a file that is not well-formed",
        .explanation =
            R"(The file breaks off where YAML no longer makes sense, or holds bytes that have no place in it: another
encoding than UTF-8, a byte order mark, tabs, carriage returns, control or invisible characters, letters that
are not in Unicode normal form C, a last line without its end, or more than 1 MiB, 12 levels or 20,000 values.

What reviewers see must be what programs read. A character that shows nothing, or that turns the direction of
the text around it, can make an approved number look like another one, so such files are turned away as a
whole. The measure is then missing from every sum, and the summary says so.

Most often a value that contains ': ' or ' #' wants quotes, or a line is indented by the wrong number of
spaces. The place reported is where reading stopped; the slip is there or on the line above. An editor set to
UTF-8, LF and spaces avoids the rest.)",
        .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed: Hamburg  # <-
owner: o.owner
controller: c.controller
stage: defined
state: active
)",
        .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: "Live stock feed: Hamburg"
owner: o.owner
controller: c.controller
stage: defined
state: active
)"}};

}  // namespace cat4
