#include "rules/rule.h"

namespace cat4 {

const Rule kRuleWrongType{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
