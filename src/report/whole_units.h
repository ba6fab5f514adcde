// Amounts as people read them.
#pragma once

#include <string>

#include "cat4/model/money.h"

namespace cat4 {

// "-1,235": whole currency units, rounded half away from zero. A report for people is no place for cents,
// which documents for programs have.
std::string WholeUnits(Total total, int exponent);

}  // namespace cat4
