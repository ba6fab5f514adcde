#include "rules/rule.h"

namespace cat4 {

const Rule kRuleInvalidValue{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
