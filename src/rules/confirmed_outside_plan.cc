#include "rules/rule.h"

namespace cat4 {

const Rule kRuleConfirmedOutsidePlan{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
