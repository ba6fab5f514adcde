#include "cat4/model/calendar.h"

#include <fmt/format.h>

namespace cat4 {

FiscalYear FiscalYearOf(Month month, int start_month) {
  const bool ends_next_year =
      start_month > 1 && static_cast<unsigned>(month.month()) >= static_cast<unsigned>(start_month);
  return {static_cast<int>(month.year()) + (ends_next_year ? 1 : 0)};
}

Month FirstMonthOf(FiscalYear year, int start_month) {
  return std::chrono::year(year.year - (start_month > 1 ? 1 : 0)) / start_month;
}

std::string FormatFiscalYear(FiscalYear year) {
  const bool short_name = year.year >= 2000 && year.year <= 2099;
  return short_name ? fmt::format("FY{:02}", year.year % 100) : fmt::format("FY{:04}", year.year);
}

}  // namespace cat4
