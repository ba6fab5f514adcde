#include "rules/rule.h"

namespace cat4 {

const Rule kRuleMissingLegalEntity{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
