// What every format makes of a report, whatever texts stand in it.
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "cat4/base/text.h"
#include "cat4/report/report.h"

#include "report/json.h"
#include "report/text_wrap.h"

namespace cat4 {
namespace {

constexpr const char* kHostile[] = {"<script>alert(1)</script>",
                                    "=cmd()",
                                    "::error::gone",
                                    "##[error]gone",
                                    "\x1b[31mred\x1b[0m",
                                    "a|b",
                                    "a\nb",
                                    "\"quoted\", and a comma",
                                    "[click](https://evil.example)",
                                    "@everyone",
                                    "`code`",
                                    "\xff\xfe",
                                    "\u202eabc",
                                    "+1",
                                    "-1+1",
                                    "@SUM(A1)"};

Report Small() {
  Report report;
  report.head.name = "small";
  report.head.title = "small report";
  report.head.organization = "Acme SE";
  report.head.as_of = *ParseDate("2026-10-31");
  report.head.currency = *Currency::Find("EUR");
  report.head.version = "1.2.3";
  report.summary = {"Two of three."};
  report.sections = {{.key = "rows",
                      .title = {},
                      .about = "How it reads.",
                      .columns = {{"name", "Name"},
                                  {"path", "Path", ColumnKind::kText, Shown::kToProgramsOnly},
                                  {"plan", "Plan", ColumnKind::kMoney},
                                  {"share", "Share", ColumnKind::kShare},
                                  {"light", "Impl", ColumnKind::kLight}},
                      .rows = {},
                      .nothing = "nothing here",
                      .notes = {}}};
  return report;
}

void Add(Report& report, const std::string& name, std::int64_t cents, int depth = 0) {
  report.sections.front().rows.push_back(
      {.values = {name, "p/" + name, Money{Total{cents}}, PerMille{875}, Light::kAmber}, .depth = depth});
}

std::vector<std::string> LinesOf(std::string_view text) {
  std::vector<std::string> lines;
  for (const std::string_view line : Split(text, '\n')) lines.emplace_back(line);
  return lines;
}

// The columns at which what is right of the names begins, in every line of the table.
std::set<std::size_t> ColumnsOf(const std::string& text, std::string_view mark) {
  std::set<std::size_t> columns;
  for (const std::string& line : LinesOf(text)) {
    const std::size_t at = line.find(mark);
    if (at != std::string::npos) columns.insert(DisplayWidth(line.substr(0, at)));
  }
  return columns;
}

}  // namespace

TEST_CASE("wrap: lines are parted at spaces, and never wider than they may be") {
  CHECK(WrapText("one two three", 7, 9) == std::vector<std::string>{"one two", "three"});
  CHECK(WrapText("one two three", 13, 9) == std::vector<std::string>{"one two three"});
  CHECK(WrapText("abcdefgh", 3, 9) == std::vector<std::string>{"abc", "def", "gh"});
  CHECK(WrapText("", 5, 9) == std::vector<std::string>{""});
  CHECK(WrapText("  one two", 6, 9) == std::vector<std::string>{"  one", "  two"});
  CHECK(WrapText("one two three", 3, 2) == std::vector<std::string>{"one", "tw…"});
  CHECK(WrapText("one two", 0, 1).size() == 1);
}

TEST_CASE("wrap: wide, combining and right-to-left text is measured as a terminal shows it") {
  for (const std::string text :
       {"東京都千代田区の在庫を減らす", "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301", "שלום עולם וכל השאר",
        "👍👍👍👍👍👍👍", "Zürich Straße Ærøskøbing", "한국어 텍스트 줄바꿈"}) {
    for (std::size_t columns = 2; columns < 30; ++columns) {
      std::string joined;
      for (const std::string& line : WrapText(text, columns, std::string::npos)) {
        INFO(text << " at " << columns);
        CHECK(DisplayWidth(line) <= columns);
        CHECK(FindInvalidUtf8(line) == std::string::npos);
        // A mark stays with its letter.
        CHECK(!line.starts_with("\u0301"));
        joined += line;
      }
      std::string without = text;
      std::erase(without, ' ');
      std::erase(joined, ' ');
      CHECK(joined == without);
    }
  }
}

TEST_CASE("report text: columns stand below each other in every script") {
  Report report = Small();
  for (const char* const name :
       {"Plant Kassel", "東京都の在庫", "e\u0301lan vital", "שלום", "👍 done", "한국어", "i̇stanbul"})
    Add(report, name, 123456, report.sections.front().rows.size() % 2);
  const std::string text = ReportText(report, {.width = 80});
  CHECK(ColumnsOf(text, "1,235").size() == 1);
  CHECK(ColumnsOf(text, "87.5%").size() == 1);
}

TEST_CASE("report text: a long name gives way to the terminal's width, and none is needed") {
  Report report = Small();
  Add(report, std::string(200, 'x') + " " + std::string(200, 'y'), 100);
  Add(report, "東京" + std::string(90, 'z'), 100);
  for (const std::size_t width : {60u, 80u, 110u, 200u}) {
    for (const std::string& line : LinesOf(ReportText(report, {.width = width})))
      CHECK(DisplayWidth(line) <= width);
  }
  CHECK(ReportText(report, {.width = 10}).find("Name") != std::string::npos);
  CHECK(ReportText(report, {}).find("Name") != std::string::npos);
}

TEST_CASE("report text: a light is told by a letter, with or without colour") {
  Report report = Small();
  Add(report, "one", 100);
  const std::string plain = ReportText(report, {.width = 80});
  CHECK(plain.find(LightGlyph(Light::kAmber, Glyphs::kPlain)) != std::string::npos);
  CHECK(plain.find('\x1b') == std::string::npos);
  const std::string colored = ReportText(report, {.width = 80, .glyphs = Glyphs::kColor});
  CHECK(colored.find(LightGlyph(Light::kAmber, Glyphs::kColor)) != std::string::npos);
}

TEST_CASE("report text: no text of anybody is more than text to a terminal or a log") {
  Report report = Small();
  for (const char* const text : kHostile) Add(report, text, 100);
  report.head.organization = "::error::\x1b[2J";
  report.summary = {"##vso[task.complete]"};
  const std::string text = ReportText(report, {.width = 110});
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find("\u202e") == std::string::npos);
  CHECK(text.find("##[") == std::string::npos);
  CHECK(text.find("##vso[") == std::string::npos);
  CHECK(FindInvalidUtf8(text) == std::string::npos);
  for (const std::string& line : LinesOf(text)) CHECK(!line.starts_with("::"));
}

TEST_CASE("report markdown: no text of anybody is more than text in a comment") {
  Report report = Small();
  for (const char* const text : kHostile) Add(report, text, 100);
  report.sections.front().notes = {"<b>", "[x](y)"};
  const std::string text = ReportMarkdown(report);
  CHECK(text.find("<script>") == std::string::npos);
  CHECK(text.find("<b>") == std::string::npos);
  CHECK(text.find("](http") == std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(FindInvalidUtf8(text) == std::string::npos);
  // Every row has as many cells as the heading: a bar in a text is none.
  for (const std::string& line : LinesOf(text)) {
    if (!line.starts_with("|")) continue;
    std::size_t bars = 0;
    for (std::size_t i = 0; i < line.size(); ++i) bars += line[i] == '|' && (i == 0 || line[i - 1] != '\\');
    CHECK(bars == 5);
  }
}

TEST_CASE("report markdown: fits into a comment, and counts what does not") {
  Report report = Small();
  for (int i = 0; i < 5000; ++i) Add(report, "row number " + std::to_string(i), 100);
  const std::string text = ReportMarkdown(report);
  CHECK(text.size() <= 60'000);
  CHECK(text.size() > 50'000);
  std::size_t rows = 0;
  for (const std::string& line : LinesOf(text)) rows += line.find("row number") != std::string::npos;
  CHECK(text.find(fmt::format("{} more, not shown here", 5000 - rows)) != std::string::npos);
  report.sections.front().rows.resize(1);
  CHECK(ReportMarkdown(report).find("more, not shown") == std::string::npos);
}

TEST_CASE("report markdown: where not even titles fit, sections are left out and counted") {
  Report report = Small();
  for (int i = 0; i < 400; ++i) {
    ReportSection section = report.sections.front();
    section.key = "block" + std::to_string(i);
    section.title = "Block " + std::string(150, 'x');
    section.notes = {"a note " + std::string(300, 'y')};
    section.rows.assign(3, {.values = {"row", "p", ReportValue(), ReportValue(), Light::kGrey}});
    report.sections.push_back(std::move(section));
  }
  const std::string text = ReportMarkdown(report);
  CHECK(text.size() <= 60'000);
  CHECK(text.size() > 50'000);
  std::size_t blocks = 0;
  for (const std::string& line : LinesOf(text)) blocks += line.starts_with("### Block") ? std::size_t{1} : 0;
  CHECK(blocks > 0);
  CHECK(text.ends_with(fmt::format("\n{} more sections not shown here\n", std::size_t{400} - blocks)));
  CHECK(text.find("a note") == std::string::npos);
}

TEST_CASE("report json: amounts are exact, texts come back as they went in") {
  Report report = Small();
  Add(report, "one", -123450);
  Add(report, "::error::<script>\n\x1b[31m", 1);
  Add(report, "##[error]", 1);
  const std::string text = ReportJson(report);
  CHECK(text.find("##[") == std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
  const Json json = Json::parse(text);
  CHECK(json["rows"][0]["plan"] == "-1234.50");
  CHECK(json["rows"][0]["share"] == "87.5");
  CHECK(json["rows"][0]["light"] == "amber");
  CHECK(json["rows"][0]["path"] == "p/one");
  CHECK(json["rows"][1]["name"] == "::error::<script>\n\x1b[31m");
  CHECK(json["rows"][2]["name"] == "##[error]");
  CHECK(json["revision"].is_null());
  CHECK(json["version"] == "1.2.3");
}

TEST_CASE("report csv: the main table with equal columns, and no formula") {
  Report report = Small();
  Add(report, "=cmd()", -123450);
  Add(report, "say \"no\", twice\nover", 5);
  CHECK(ReportCsv(report) ==
        "name,path,plan,share,light\r\n"
        "'=cmd(),p/=cmd(),-1234.50,87.5,amber\r\n"
        "\"say \"\"no\"\", twice\nover\",\"p/say \"\"no\"\", twice\nover\",0.05,87.5,amber\r\n");
  for (const char* const text : {"+1", "-1+1", "@SUM(A1)", "\t=1", "=1"}) {
    report.sections.front().rows.clear();
    Add(report, text, 1);
    const std::string row = LinesOf(ReportCsv(report))[1];
    INFO(row);
    CHECK((row.starts_with("'") || row.starts_with("\"'")));
  }
}

TEST_CASE("reports: where there is nothing, every format says so or is empty in its own way") {
  const Report report = Small();
  CHECK(ReportText(report, {.width = 80}).find("nothing here") != std::string::npos);
  CHECK(ReportMarkdown(report).find("nothing here") != std::string::npos);
  CHECK(Json::parse(ReportJson(report))["rows"].empty());
  CHECK(ReportCsv(report) == "name,path,plan,share,light\r\n");
}

TEST_CASE("reports: amounts of another currency say which") {
  Report report = Small();
  report.sections.front().rows.push_back(
      {.values = {"yen", "p", Money{Total{5}, *Currency::Find("JPY")}, ReportValue(), Light::kGrey}});
  CHECK(ReportText(report, {.width = 80}).find("5 JPY") != std::string::npos);
  CHECK(Json::parse(ReportJson(report))["rows"][0]["plan"] == "5");
  CHECK(Json::parse(ReportJson(report))["rows"][0]["share"].is_null());
}

}  // namespace cat4
