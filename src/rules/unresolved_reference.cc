#include "rules/rule.h"

namespace cat4 {

const Rule kRuleUnresolvedReference{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
