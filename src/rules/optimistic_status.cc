#include "rules/rule.h"

namespace cat4 {

const Rule kRuleOptimisticStatus{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
