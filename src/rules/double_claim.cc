#include "rules/rule.h"

namespace cat4 {

const Rule kRuleDoubleClaim{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
