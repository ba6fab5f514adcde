#include "rules/rule.h"

namespace cat4 {

const Rule kRuleMissingOwner{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
