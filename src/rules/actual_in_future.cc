#include "rules/rule.h"

namespace cat4 {

const Rule kRuleActualInFuture{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
