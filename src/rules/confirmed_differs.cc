#include "rules/rule.h"

namespace cat4 {

const Rule kRuleConfirmedDiffers{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
