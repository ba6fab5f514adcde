#include "rules/rule.h"

namespace cat4 {

const Rule kRuleMissingField{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
