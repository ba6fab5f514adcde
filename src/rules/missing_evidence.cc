#include "rules/rule.h"

namespace cat4 {

const Rule kRuleMissingEvidence{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
