// Spans of months that people report on.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cat4/model/calendar.h"
#include "cat4/model/figures.h"

namespace cat4 {

struct Period {
  std::string name;  // as it is written: "2026-09", "FY27", "FY27-Q2"
  MonthRange months;
};

// A month, a fiscal year, or a quarter of one: "2026-09", "FY27", "FY2027", "FY27-Q2". Two digits are a year
// of this century. Nothing for any other text.
std::optional<Period> ParsePeriod(std::string_view text, int fiscal_year_start_month);

}  // namespace cat4
