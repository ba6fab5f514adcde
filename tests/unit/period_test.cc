#include "cat4/model/period.h"

#include <string>

#include <catch2/catch.hpp>

namespace cat4 {
namespace {

constexpr int kJanuary = 1, kApril = 4, kOctober = 10;

// "2026-07..2026-09", or "none".
std::string Months(std::string_view text, int start) {
  const std::optional<Period> period = ParsePeriod(text, start);
  if (!period) return "none";
  CHECK(period->name == text);
  return FormatMonth(period->months.first) + ".." + FormatMonth(period->months.last);
}

}  // namespace

TEST_CASE("period: a month is itself, whenever the fiscal year starts") {
  for (const int start : {kJanuary, kApril, kOctober}) CHECK(Months("2026-09", start) == "2026-09..2026-09");
  CHECK(Months("1999-12", kApril) == "1999-12..1999-12");
}

TEST_CASE("period: a fiscal year is twelve months, named after the calendar year that it ends in") {
  CHECK(Months("FY27", kJanuary) == "2027-01..2027-12");
  CHECK(Months("FY27", kApril) == "2026-04..2027-03");
  CHECK(Months("FY27", kOctober) == "2026-10..2027-09");
  CHECK(Months("FY2027", kOctober) == "2026-10..2027-09");
  CHECK(Months("FY1999", kJanuary) == "1999-01..1999-12");
  CHECK(Months("FY00", kJanuary) == "2000-01..2000-12");
}

TEST_CASE("period: a quarter is three months of a fiscal year") {
  CHECK(Months("FY27-Q1", kJanuary) == "2027-01..2027-03");
  CHECK(Months("FY27-Q4", kJanuary) == "2027-10..2027-12");
  CHECK(Months("FY27-Q1", kApril) == "2026-04..2026-06");
  CHECK(Months("FY27-Q4", kApril) == "2027-01..2027-03");
  CHECK(Months("FY27-Q1", kOctober) == "2026-10..2026-12");
  CHECK(Months("FY2027-Q2", kOctober) == "2027-01..2027-03");
}

TEST_CASE("period: the four quarters are the year, without a gap") {
  for (int start = 1; start <= 12; ++start) {
    const MonthRange year = ParsePeriod("FY27", start)->months;
    int next = MonthIndex(year.first);
    for (const char* const quarter : {"FY27-Q1", "FY27-Q2", "FY27-Q3", "FY27-Q4"}) {
      const MonthRange months = ParsePeriod(quarter, start)->months;
      CHECK(MonthIndex(months.first) == next);
      next = MonthIndex(months.last) + 1;
    }
    CHECK(next == MonthIndex(year.last) + 1);
  }
}

TEST_CASE("period: any other text is none") {
  for (const char* const text :
       {"",        "2026",       "2026-13", "2026-00", "2026-9",  "2026-09-30", "2026-09 ", " 2026-09",
        "FY",      "FY2",        "FY227",   "FY20277", "FY0000",  "FY0000-Q1",  "fy27",     "FY-1",
        "FY+7",    "FY2x",       "FY27-",   "FY27-Q",  "FY27-Q0", "FY27-Q5",    "FY27-Q12", "FY27-q1",
        "FY27-H1", "FY27-Q1-Q2", "FY27Q1",  "Q1",      "HEAD",    "v2026-09",   "٢٠٢٦-٠٩"}) {
    INFO(text);
    CHECK(Months(text, kJanuary) == "none");
  }
}

}  // namespace cat4
