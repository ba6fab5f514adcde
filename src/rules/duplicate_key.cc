#include "rules/rule.h"

namespace cat4 {

const Rule kRuleDuplicateKey{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
