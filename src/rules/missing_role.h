// Shared by the rules that ask for a named person, entity or committee.
#pragma once

#include <string_view>

#include "rules/rule.h"

namespace cat4 {

// Reports every measure whose `field` is absent, at its id: a warning in the first stage, an error from the
// next on. `field` may be inherited; where a container that may give it is broken, nothing is said.
void ReportMissing(const RuleInput& input, RuleFindings& out, Located<Text> Measure::*field,
                   std::string_view name, std::string_view consequence, std::string_view remedy);

}  // namespace cat4
