#include "rules/rule.h"

namespace cat4 {

const Rule kRuleCurrencyMismatch{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
