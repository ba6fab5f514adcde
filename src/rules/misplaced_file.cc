#include "rules/rule.h"

namespace cat4 {

const Rule kRuleMisplacedFile{.text = {.summary = "", .explanation = "", .bad = "", .good = ""}};

}  // namespace cat4
