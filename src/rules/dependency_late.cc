#include "rules/rule.h"

namespace cat4 {

const Rule kRuleDependencyLate{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
