#include "rules/rule.h"

namespace cat4 {

const Rule kRuleInactivePerson{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
