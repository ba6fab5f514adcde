#include "rules/rule.h"

namespace cat4 {

const Rule kRuleUnconfirmedEbitda{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
