#include "cat4/model/period.h"

#include <algorithm>

namespace cat4 {
namespace {

constexpr int kCentury = 2000;
constexpr int kMonthsPerYear = 12, kMonthsPerQuarter = 3;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::optional<FiscalYear> ParseFiscalYear(std::string_view text) {
  if (!text.starts_with("FY")) return std::nullopt;
  text.remove_prefix(2);
  if ((text.size() != 2 && text.size() != 4) || !std::ranges::all_of(text, IsDigit)) return std::nullopt;
  int year = 0;
  for (const char c : text) year = year * 10 + (c - '0');
  return FiscalYear{text.size() == 2 ? kCentury + year : year};
}

MonthRange MonthsFrom(int first, int count) {
  return {MonthFromIndex(first), MonthFromIndex(first + count - 1)};
}

}  // namespace

std::optional<Period> ParsePeriod(std::string_view text, int fiscal_year_start_month) {
  if (const std::optional<Month> month = ParseMonth(text)) return Period{std::string(text), {*month, *month}};
  const std::size_t dash = text.find('-');
  const std::optional<FiscalYear> year = ParseFiscalYear(text.substr(0, dash));
  // The first month of year 0 may lie before the calendar of the format.
  if (!year || year->year < 1) return std::nullopt;
  const int first = MonthIndex(FirstMonthOf(*year, fiscal_year_start_month));
  if (dash == std::string_view::npos) return Period{std::string(text), MonthsFrom(first, kMonthsPerYear)};
  const std::string_view quarter = text.substr(dash + 1);
  if (quarter.size() != 2 || quarter[0] != 'Q' || quarter[1] < '1' || quarter[1] > '4') return std::nullopt;
  const int begins = first + (quarter[1] - '1') * kMonthsPerQuarter;
  return Period{std::string(text), MonthsFrom(begins, kMonthsPerQuarter)};
}

}  // namespace cat4
