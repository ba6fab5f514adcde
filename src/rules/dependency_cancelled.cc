#include "rules/rule.h"

namespace cat4 {

const Rule kRuleDependencyCancelled{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
