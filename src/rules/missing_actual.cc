#include "rules/rule.h"

namespace cat4 {

const Rule kRuleMissingActual{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
