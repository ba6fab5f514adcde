#include "rules/rule.h"

namespace cat4 {

const Rule kRuleUnknownField{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
