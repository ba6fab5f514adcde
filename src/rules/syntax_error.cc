#include "rules/rule.h"

namespace cat4 {

const Rule kRuleSyntaxError{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
