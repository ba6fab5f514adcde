#include "rules/rule.h"

namespace cat4 {

const Rule kRuleWaiverExpired{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
