#include "rules/rule.h"

namespace cat4 {

const Rule kRuleMissingSteeringCommittee{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
