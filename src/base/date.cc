#include "cat4/base/date.h"

#include <fmt/format.h>

namespace cat4 {
namespace {

// The number written by exactly these digits, or -1.
int Digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

void Write(unsigned number, int digits, char* to) {
  for (; digits > 0; number /= 10) to[--digits] = static_cast<char>('0' + number % 10);
}

}  // namespace

std::optional<Month> ParseMonth(std::string_view text) {
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  const int year = Digits(text.substr(0, 4));
  const int month = Digits(text.substr(5, 2));
  if (year < 0 || month < 1 || month > 12) return std::nullopt;
  return std::chrono::year(year) / month;
}

std::optional<Date> ParseDate(std::string_view text) {
  if (text.size() != 10 || text[7] != '-') return std::nullopt;
  const std::optional<Month> month = ParseMonth(text.substr(0, 7));
  const int day = Digits(text.substr(8, 2));
  if (!month || day < 1) return std::nullopt;
  const std::chrono::year_month_day date = *month / day;
  if (!date.ok()) return std::nullopt;
  return Date(date);
}

std::string FormatMonth(Month month) {
  const int year = static_cast<int>(month.year());
  if (year < 0 || year > 9999) return fmt::format("{:04}-{:02}", year, static_cast<unsigned>(month.month()));
  std::string text = "0000-00";
  Write(static_cast<unsigned>(year), 4, text.data());
  Write(static_cast<unsigned>(month.month()), 2, text.data() + 5);
  return text;
}

std::string FormatDate(Date date) {
  const std::chrono::year_month_day day(date);
  std::string text = FormatMonth(day.year() / day.month()) + "-00";
  Write(static_cast<unsigned>(day.day()), 2, text.data() + text.size() - 2);
  return text;
}

Date LastDayOf(Month month) { return Date(month / std::chrono::last); }

Month MonthOf(Date date) {
  const std::chrono::year_month_day day(date);
  return day.year() / day.month();
}

int MonthIndex(Month month) {
  return static_cast<int>(month.year()) * 12 + static_cast<int>(static_cast<unsigned>(month.month())) - 1;
}

Month MonthFromIndex(int index) { return std::chrono::year(index / 12) / (index % 12 + 1); }

int DaysBetween(Date from, Date to) { return static_cast<int>((to - from).count()); }

}  // namespace cat4
