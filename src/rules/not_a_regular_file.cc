#include "rules/rule.h"

namespace cat4 {

const Rule kRuleNotARegularFile{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
