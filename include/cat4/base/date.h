// Calendar days and months (proleptic Gregorian, years 0000 to 9999), read and written in ISO 8601.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace cat4 {

using Date = std::chrono::sys_days;
using Month = std::chrono::year_month;

std::optional<Date> ParseDate(std::string_view text);    // "2026-10-31"; nothing if it is not in the calendar
std::optional<Month> ParseMonth(std::string_view text);  // "2026-10"
std::string FormatDate(Date date);
std::string FormatMonth(Month month);

Date LastDayOf(Month month);
Month MonthOf(Date date);

// Months since January of year 0: consecutive months have consecutive indexes.
int MonthIndex(Month month);
Month MonthFromIndex(int index);

// Whole days from `from` to `to`; negative if `to` is earlier.
int DaysBetween(Date from, Date to);

}  // namespace cat4
