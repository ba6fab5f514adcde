#include "rules/rule.h"

namespace cat4 {

const Rule kRuleTargetGap{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
