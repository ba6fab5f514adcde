#include "rules/rule.h"

namespace cat4 {

const Rule kRuleSeparationOfDuties{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
