#include "cat4/base/csv.h"

#include <catch2/catch.hpp>

namespace cat4 {
namespace {

// "line: a|b|c" for each row.
std::string Rows(std::string_view text, char separator = ',') {
  const Result<std::vector<CsvRow>> rows = ParseCsv(text, separator);
  if (!rows) return rows.error().message;
  std::string all;
  for (const CsvRow& row : *rows) all += fmt::format("{}: {}\n", row.line, fmt::join(row.fields, "|"));
  return all;
}

}  // namespace

TEST_CASE("csv: rows know the line they start on") {
  CHECK(Rows("a,b\n1,2\n") == "1: a|b\n2: 1|2\n");
  CHECK(Rows("a,b\r\n1,2\r\n") == "1: a|b\n2: 1|2\n");
  CHECK(Rows("a,\"x\ny\"\n1,2") == "1: a|x\ny\n3: 1|2\n");
  CHECK(Rows("\xEF\xBB\xBF"
             "a;b\n",
             ';') == "1: a|b\n");
  CHECK(Rows("a\r") == "1: a\n");
}

TEST_CASE("csv: quotes are doubled inside quotes, and plain elsewhere") {
  CHECK(Rows("\"a \"\"b\"\"\",\"c,d\"\n") == "1: a \"b\"|c,d\n");
  CHECK(Rows("5\" pipe,b\"c\n") == "1: 5\" pipe|b\"c\n");
  CHECK(Rows("\"a\"b,c\n") == "line 1: text behind a closing quote");
  CHECK(Rows("a\n\"b,c\n") == "line 2: a quote that is never closed");
}

TEST_CASE("csv: rows without any text are passed over") {
  CHECK(Rows("a,b\n\n,\n1,\n") == "1: a|b\n4: 1|\n");
  CHECK(Rows("").empty());
}

}  // namespace cat4
