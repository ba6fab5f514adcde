#include "rules/rule.h"

namespace cat4 {

const Rule kRuleForbiddenYaml{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
