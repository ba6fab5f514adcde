#include "cat4/base/date.h"

#include <catch2/catch.hpp>

#include "cat4/model/calendar.h"

namespace cat4 {

TEST_CASE("dates: only what stands in the calendar is a date") {
  CHECK(FormatDate(*ParseDate("2024-02-29")) == "2024-02-29");
  for (const std::string_view bad : {"2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-4-01",
                                     "26-04-01", "2026-04-01 ", "2026/04/01", "２026-04-01", ""}) {
    INFO(bad);
    CHECK_FALSE(ParseDate(bad));
  }
  CHECK(FormatMonth(*ParseMonth("2026-12")) == "2026-12");
  CHECK_FALSE(ParseMonth("2026-13"));
  CHECK_FALSE(ParseMonth("2026-1"));
}

TEST_CASE("dates: months are counted over years, and end on their last day") {
  CHECK(FormatMonth(MonthFromIndex(MonthIndex(*ParseMonth("2026-12")) + 1)) == "2027-01");
  CHECK(FormatDate(LastDayOf(*ParseMonth("2028-02"))) == "2028-02-29");
  CHECK(DaysBetween(*ParseDate("2026-02-28"), *ParseDate("2026-03-15")) == 15);
}

TEST_CASE("fiscal years are named by the calendar year they end in") {
  const auto named = [](std::string_view month, int start) {
    return FormatFiscalYear(FiscalYearOf(*ParseMonth(month), start));
  };
  CHECK(named("2026-12", 1) == "FY26");
  CHECK(named("2026-06", 7) == "FY26");
  CHECK(named("2026-07", 7) == "FY27");
  CHECK(named("2027-06", 7) == "FY27");
  CHECK(named("2026-12", 12) == "FY27");
  CHECK(FormatMonth(FirstMonthOf({2027}, 7)) == "2026-07");
  CHECK(FormatMonth(FirstMonthOf({2027}, 1)) == "2027-01");
}

}  // namespace cat4
