#include "rules/rule.h"

namespace cat4 {

const Rule kRuleMissingSponsor{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
