#include "rules/rule.h"

namespace cat4 {

const Rule kRuleInvalidId{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
