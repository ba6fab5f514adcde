#include "rules/rule.h"

namespace cat4 {

const Rule kRuleGreenTrap{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
