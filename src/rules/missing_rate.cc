#include "rules/rule.h"

namespace cat4 {

const Rule kRuleMissingRate{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
