#include "rules/rule.h"

namespace cat4 {

const Rule kRuleKeyReuse{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
