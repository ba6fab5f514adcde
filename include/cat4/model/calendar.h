// Fiscal years.
#pragma once

#include <string>

#include "cat4/base/date.h"

namespace cat4 {

// Named by the calendar year it ends in. `start_month` is 1 to 12 throughout.
struct FiscalYear {
  int year = 0;
  friend auto operator<=>(FiscalYear, FiscalYear) = default;
};

FiscalYear FiscalYearOf(Month month, int start_month);
Month FirstMonthOf(FiscalYear year, int start_month);
std::string FormatFiscalYear(FiscalYear year);  // "FY27" for 2027; four digits outside 2000 to 2099

}  // namespace cat4
