#include "cat4/report/table_changes.h"

#include <catch2/catch.hpp>

using namespace cat4;
using namespace std::chrono;

namespace {

constexpr std::string_view kIdentity[] = {"measure"};
constexpr std::string_view kShown[] = {"title"};
constexpr std::string_view kFigures[] = {"value", "count"};
constexpr TableComparison kHow{.section = "", .identity = kIdentity, .shown = kShown, .figures = kFigures};

ReportRow Row(std::string measure, std::string title, ReportValue value, ReportValue count) {
  return {.values = {std::move(measure), std::move(title), std::move(value), std::move(count)}};
}

Report Make(std::vector<ReportRow> rows) {
  Report report;
  report.head.currency = *Currency::Find("EUR");
  report.head.compared_as_of = year(2026) / 3 / 31;
  ReportSection section;
  section.key = "main";
  section.columns = {{"measure", "Measure"},
                     {"title", "Title"},
                     {"value", "Value", ColumnKind::kMoney},
                     {"count", "Count", ColumnKind::kCount}};
  section.rows = std::move(rows);
  report.sections.push_back(std::move(section));
  return report;
}

ReportValue Euros(int euros) { return Money{Total(Int128{euros} * 100)}; }
ReportValue Number(std::int64_t number) { return number; }

// What changed, a text a row: "A-1 First changed 1.00 3.00 2.00 …".
std::vector<std::string> Texts(const ReportSection& section, const Report& report) {
  std::vector<std::string> texts;
  for (const ReportRow& row : section.rows) {
    std::string text;
    for (const ReportValue& value : row.values) {
      const std::string part = FormatForPrograms(value, report.head);
      text += (text.empty() ? "" : " ") + (part.empty() ? "-" : part);
    }
    texts.push_back(row.sum ? text + " sum" : text);
  }
  return texts;
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("rows are new, gone, changed or the same, found by what they are about and not by their place") {
  const Report before =
      Make({Row("A-1", "First", Euros(1), Number(1)), Row("A-2", "Second", Euros(5), Number(2)),
            Row("A-3", "Third", Euros(7), Number(3))});
  Report now =
      Make({Row("A-4", "Fourth", Euros(9), Number(1)), Row("A-2", "Second, renamed", Euros(5), Number(2)),
            Row("A-1", "First", Euros(3), Number(1))});
  AddChanges(before, kHow, now);
  REQUIRE(now.sections.size() == 2);
  CHECK(now.sections[1].key == "changes");
  CHECK(now.sections[1].title == "What changed since 2026-03-31");
  CHECK(Texts(now.sections[1], now) == Strings{"A-4 Fourth new - 9.00 9.00 - 1 1",
                                               "A-1 First changed 1.00 3.00 2.00 1 1 0",
                                               "A-3 Third gone 7.00 - -7.00 3 - -3"});
  CHECK(Texts(now.sections[0], now) == Strings{"A-4 Fourth 9.00 1 new - 9.00 - 1",
                                               "A-2 Second, renamed 5.00 2 same 5.00 0.00 2 0",
                                               "A-1 First 3.00 1 changed 1.00 2.00 1 0"});
}

TEST_CASE("a figure that comes or goes is a change, even from and to zero") {
  const Report before = Make({Row("A-1", "First", {}, Number(0)), Row("A-2", "Second", Euros(0), {})});
  Report now = Make({Row("A-1", "First", Euros(0), Number(0)), Row("A-2", "Second", {}, {})});
  AddChanges(before, kHow, now);
  CHECK(Texts(now.sections[1], now) ==
        Strings{"A-1 First changed - 0.00 0.00 0 0 0", "A-2 Second changed 0.00 - 0.00 - - -"});
}

TEST_CASE("of rows that can't be told apart, the first is held against the first") {
  const Report before = Make({Row("A-1", "One", Euros(1), {}), Row("A-1", "Two", Euros(2), {})});
  Report now = Make(
      {Row("A-1", "One", Euros(1), {}), Row("A-1", "Two", Euros(4), {}), Row("A-1", "Three", Euros(8), {})});
  AddChanges(before, kHow, now);
  CHECK(Texts(now.sections[1], now) ==
        Strings{"A-1 Two changed 2.00 4.00 2.00 - - -", "A-1 Three new - 8.00 8.00 - - -"});
}

TEST_CASE("sums are held against sums, stand last, and are no row of the same name") {
  Report before = Make({Row("Sum", "A row", Euros(1), {}), Row("Sum", "", Euros(1), {})});
  before.sections[0].rows[1].sum = true;
  Report now = Make(
      {Row("Sum", "A row", Euros(1), {}), Row("Sum", "", Euros(4), {}), Row("A-1", "New", Euros(3), {})});
  now.sections[0].rows[1].sum = true;
  AddChanges(before, kHow, now);
  CHECK(Texts(now.sections[1], now) ==
        Strings{"A-1 New new - 3.00 3.00 - - -", "Sum - changed 1.00 4.00 3.00 - - - sum"});
}

TEST_CASE("with groups, a row is another one in another group") {
  const auto grouped = [](std::vector<std::string> groups) {
    Report report = Make({});
    report.head.by = "tag";
    report.sections[0].columns.insert(report.sections[0].columns.begin(), {"tag", "Tag"});
    for (std::string& group : groups) {
      ReportRow row = Row("A-1", "First", Euros(1), {});
      row.values.insert(row.values.begin(), std::move(group));
      report.sections[0].rows.push_back(std::move(row));
    }
    return report;
  };
  const Report before = grouped({"blue", "green"});
  Report now = grouped({"green", "red"});
  AddChanges(before, kHow, now);
  CHECK(Texts(now.sections[1], now) ==
        Strings{"red A-1 First new - 1.00 1.00 - - -", "blue A-1 First gone 1.00 - -1.00 - - -"});
}

TEST_CASE("without figures rows only come and go, and a table that people don't read is told of behind all") {
  constexpr TableComparison kItems{.section = "", .identity = kIdentity, .shown = {}, .figures = {}};
  Report before = Make({Row("A-1", "First", Euros(1), {})});
  Report now = Make({Row("A-1", "First", Euros(2), {}), Row("A-2", "Second", Euros(2), {})});
  now.sections[0].shown = Shown::kToProgramsOnly;
  now.sections.push_back(
      {.key = "block", .title = {}, .about = {}, .columns = {}, .rows = {}, .nothing = {}, .notes = {}});
  AddChanges(before, kItems, now);
  REQUIRE(now.sections.size() == 3);
  CHECK(now.sections[2].key == "changes");
  CHECK(Texts(now.sections[2], now) == Strings{"A-2 new"});
}

TEST_CASE("another table has changes of its own name, and where one of the reports lacks it there are none") {
  constexpr TableComparison kOther{.section = "main", .identity = kIdentity, .shown = {}, .figures = {}};
  Report now = Make({});
  AddChanges(Make({}), kOther, now);
  REQUIRE(now.sections.size() == 2);
  CHECK(now.sections[1].key == "main_changes");
  CHECK(now.sections[1].nothing == "Nothing changed.");
  Report without = Make({});
  without.sections[0].key = "something else";
  Report alone = Make({});
  AddChanges(without, kOther, alone);
  CHECK(alone.sections.size() == 1);
}
