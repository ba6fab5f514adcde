#include "rules/rule.h"

namespace cat4 {

const Rule kRuleNameCollision{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
