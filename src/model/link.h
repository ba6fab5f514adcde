// From decoded files to one portfolio: ids, inheritance, references, currencies.
#pragma once

#include "cat4/diagnostics/finding.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

// Reports duplicate-id, unresolved-reference, unknown stages and amounts that do not fit their currency.
// Measures that can't be understood are taken out; the portfolio is then not complete.
void LinkPortfolio(Portfolio& portfolio, Findings& findings);

}  // namespace cat4
