#include "rules/rule.h"

namespace cat4 {

const Rule kRuleWrongRole{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
