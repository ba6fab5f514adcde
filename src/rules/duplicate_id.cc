#include "rules/rule.h"

namespace cat4 {

const Rule kRuleDuplicateId{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
