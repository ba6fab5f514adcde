#include "rules/rule.h"

namespace cat4 {

const Rule kRuleForecastIncomplete{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
