#include "rules/rule.h"

namespace cat4 {

const Rule kRuleSilentSlip{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
