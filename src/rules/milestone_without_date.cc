#include "rules/rule.h"

namespace cat4 {

const Rule kRuleMilestoneWithoutDate{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
