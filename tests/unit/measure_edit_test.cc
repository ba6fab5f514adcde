// What people report, as changes of bytes.
#include "cat4/model/measure_edit.h"

#include <catch2/catch.hpp>

#include "cat4/exchange/figures_csv.h"
#include "cat4/rules/rule_text.h"

namespace cat4 {
namespace {

using std::chrono::year;

constexpr std::string_view kPath = "portfolios/demo/plants/stock/feed/DEMO-1.yaml";

std::string MeasureText(const std::string& kind, const std::string& months) {
  return "id: DEMO-1\ntitle: One\nowner: o.owner\ncontroller: c.controller\nstage: defined\nstate: active\n"
         "effects:\n  - id: x\n    kind: " +
         kind + "\n    nature: recurring\n    months:\n" + months;
}

// The measure, loaded.
struct Demo {
  std::string bytes;
  Loaded loaded;

  explicit Demo(const std::string& text) : bytes(text) {
    loaded = LoadPortfolio(*InMemorySource(ExampleTree("--- DEMO-1.yaml\n" + text)));
    for (const Finding& finding : loaded.findings.all()) UNSCOPED_INFO(finding.message);
    REQUIRE(loaded.portfolio->measures.size() == 1);
  }
  const Measure& measure() const { return loaded.portfolio->measures.front(); }
  const Effect& effect() const { return measure().effects.front(); }
};

// The months after a shift, or why there is none.
std::string Shifted(const std::string& kind, const std::string& months, int by, Month first) {
  const std::string head = MeasureText(kind, "");
  const Demo demo(head + months);
  Result<MeasureEditor> editor = MeasureEditor::Open(demo.measure(), demo.bytes);
  REQUIRE(editor);
  if (const Result<void> done = editor->ShiftForecast(demo.effect(), by, first); !done) {
    return done.error().message;
  }
  const Result<std::string> after = editor->Finish();
  REQUIRE(after);
  REQUIRE(after->starts_with(head));
  return after->substr(head.size());
}

}  // namespace

TEST_CASE("set: a shift moves forecasts, or plans where there is none, and fills up with 0") {
  const std::string months =
      "      2026-09: {plan: 10, actual: 9}\n"
      "      2026-10: {plan: 10}\n"
      "      2026-11: {plan: 20, forecast: 15.50}\n"
      "      2026-12: {plan: 30}\n";
  CHECK(Shifted("ebitda", months, 1, year(2026) / 10) ==
        "      2026-09: {plan: 10, actual: 9}\n"
        "      2026-10: {plan: 10, forecast: 0}\n"
        "      2026-11: {plan: 20, forecast: 10}\n"
        "      2026-12: {plan: 30, forecast: 15.50}\n"
        "      2027-01: {forecast: 30}\n");
  CHECK(Shifted("ebitda", months, 2, year(2026) / 11) ==
        "      2026-09: {plan: 10, actual: 9}\n"
        "      2026-10: {plan: 10}\n"
        "      2026-11: {plan: 20, forecast: 0}\n"
        "      2026-12: {plan: 30, forecast: 0}\n"
        "      2027-01: {forecast: 15.50}\n"
        "      2027-02: {forecast: 30}\n");
}

TEST_CASE("set: a shift to earlier months goes as far as they are open") {
  const std::string months =
      "      2026-10: {plan: 0}\n"
      "      2026-11: {plan: 20, forecast: 15}\n"
      "      2026-12: {plan: 30}\n";
  CHECK(Shifted("ebitda", months, -1, year(2026) / 10) ==
        "      2026-10: {plan: 0, forecast: 15}\n"
        "      2026-11: {plan: 20, forecast: 30}\n"
        "      2026-12: {plan: 30, forecast: 0}\n");
  CHECK(Shifted("ebitda", months, -2, year(2026) / 10) ==
        "the 15 of 2026-11 would move to 2026-09, which lies before 2026-10; move by fewer months, or write "
        "the months one by one");
  CHECK(Shifted("ebitda", "      2026-10: {plan: 1, actual: 1}\n      2026-11: {plan: 2}\n", -1,
                year(2026) / 10) ==
        "the 2 of 2026-11 would move to 2026-10, which has an actual; move by fewer months, or write the "
        "months one by one");
}

TEST_CASE("set: where months hold levels, a gap keeps the level before it") {
  const std::string months =
      "      2026-09: {plan: -1, actual: -1.5}\n"
      "      2026-10: {plan: -2}\n"
      "      2026-11: {plan: -3}\n";
  CHECK(Shifted("fte", months, 1, year(2026) / 10) ==
        "      2026-09: {plan: -1, actual: -1.5}\n"
        "      2026-10: {plan: -2, forecast: -1.5}\n"
        "      2026-11: {plan: -3, forecast: -2}\n"
        "      2026-12: {forecast: -3}\n");
  CHECK(Shifted("fte", months, -1, year(2026) / 10) ==
        "      2026-09: {plan: -1, actual: -1.5}\n"
        "      2026-10: {plan: -2, forecast: -3}\n"
        "      2026-11: {plan: -3, forecast: -3}\n");
}

TEST_CASE("set: gaps between months move with them, and no row is made for nothing") {
  CHECK(
      Shifted("ebitda", "      2026-10: {plan: 5}\n      2027-01: {forecast: 0}\n", 1, year(2026) / 10) ==
      "      2026-10: {plan: 5, forecast: 0}\n      2026-11: {forecast: 5}\n      2027-01: {forecast: 0}\n");
  CHECK(
      Shifted("ebitda", "      2026-10: {actual: 5}\n", 1, year(2026) / 10) ==
      "effect 'x' has no forecast or plan to move: none from 2026-10 on without an actual or a confirmation");
  CHECK(Shifted("ebitda", "      9999-12: {plan: 5}\n", 1, year(2026) / 10) ==
        "9999-12 moved by 1 month leaves the calendar");
}

TEST_CASE("set: the bytes must be those that the measure was read from") {
  const Demo demo(MeasureText("ebitda", "      2026-10: {plan: 5}\n"));
  CHECK(MeasureEditor::Open(demo.measure(), "# one more\n" + demo.bytes).error().message ==
        "the file of 'DEMO-1' was changed meanwhile; run the command again");
  CHECK(MeasureEditor::Open(demo.measure(), "id: [\n").error().message.starts_with("line 1: "));
}

TEST_CASE("set: an equal amount is left as it is written") {
  CHECK(SameAmount({1, 0}, {100, 2}));
  CHECK(SameAmount({0, 0}, {0, 3}));
  CHECK_FALSE(SameAmount({1, 0}, {-1, 0}));
  CHECK_FALSE(SameAmount({1, 0}, {101, 2}));
  const Demo demo(MeasureText("ebitda", "      2026-10: {plan: 5, forecast: 5.00}\n"));
  Result<MeasureEditor> editor = MeasureEditor::Open(demo.measure(), demo.bytes);
  REQUIRE(editor);
  const FigureChange same{&demo.effect(), FigureKind::kForecast, year(2026) / 10, {5, 0}};
  CHECK(editor->SetFigures({&same, 1}));
  CHECK(*editor->Finish() == demo.bytes);
}

TEST_CASE("set: amounts fit their currency") {
  const auto message = [](std::string_view text, std::string_view currency) {
    const Result<Decimal> amount = ReadAmount(text, *Currency::Find(currency));
    return amount ? FormatDecimal(*amount) : amount.error().message;
  };
  CHECK(message("1234.5", "EUR") == "1234.5");
  CHECK(message("-80", "JPY") == "-80");
  CHECK(message("0.0", "EUR") == "0.0");
  CHECK(message("0.125", "KWD") == "0.125");
  CHECK(message("0.1", "JPY") == "'0.1' has 1 decimal; JPY has at most 0");
  CHECK(message("999999999999999.99", "EUR") == "999999999999999.99");
  CHECK(message("-0", "EUR") == "'-0' is zero with a sign; wanted 0");
  CHECK(ReadAmount("1.234", Currency()).error().message == "'1.234' has 3 decimals; fte has at most 2");
  const std::string none =
      " is no amount; wanted one such as 1234.50 or -80: at most 15 digits before the point, no separators, "
      "no "
      "leading zeros";
  for (const std::string text : {"", "1000000000000000", "+1", "1.", ".5", "01", "-01", "1e3", "0x1", " 1",
                                 "1 000", "1,5", "NaN", "１"}) {
    CHECK(message(text, "EUR") == "'" + text + "'" + none);
  }
}

TEST_CASE("set: text is one clean line, in normal form C") {
  CHECK(*ReadLine("--next", "a: b # c") == "a: b # c");
  CHECK(*ReadLine("--next", "e\u0301") == "\u00e9");
  for (const std::string text :
       {"a ", " a", "a\tb", "a\rb", "a\u2028b", "a\u0085b", "\xff", "a\x1b", "a\nb", ""}) {
    CHECK_FALSE(ReadLine("--next", text));
  }
}

TEST_CASE("set: a table of figures gives every reason of a row, and each cell once") {
  const Demo demo(MeasureText("ebitda", "      2026-10: {plan: 5}\n"));
  const auto as_of = std::chrono::sys_days(year(2026) / 10 / 31);
  const auto table = ReadFigureTable(
      "measure\tmonth\tvalue\tfigure\nDEMO-1\t2026-10\t1\tactual\nDEMO-1\t2026-10\t1.0\tactual\n"
      "DEMO-1\t2026-1\t1,0\tactuals\n",
      *demo.loaded.portfolio, as_of);
  REQUIRE(table);
  CHECK(table->row_count == 3);
  REQUIRE(table->rows.size() == 1);
  CHECK(table->rows[0].change.amount == Decimal{1, 0});
  REQUIRE(table->rejected.size() == 1);
  CHECK(table->rejected[0].line == 4);
  CHECK(table->rejected[0].reasons.size() == 3);
}

}  // namespace cat4
