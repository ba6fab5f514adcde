#include "rules/rule.h"

namespace cat4 {

const Rule kRuleConfirmedInFuture{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
