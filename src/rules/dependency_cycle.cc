#include "rules/rule.h"

namespace cat4 {

const Rule kRuleDependencyCycle{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
