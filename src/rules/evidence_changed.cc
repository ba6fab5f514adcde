#include "rules/rule.h"

namespace cat4 {

const Rule kRuleEvidenceChanged{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
