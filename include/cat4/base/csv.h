// Comma-separated values as RFC 4180 describes them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/base/result.h"

namespace cat4 {

struct CsvRow {
  std::size_t line = 1;  // 1-based line of the file on which the row starts
  std::vector<std::string> fields;
};

// Fields may be quoted, quotes inside are doubled, quoted fields may hold line ends; a quote inside a field
// without quotes is a character like any other; lines end with LF or CRLF; a leading byte order mark is
// passed over, and so are rows without any text, which spreadsheets like to leave at the end. Fails, with the
// line, on a quote that is never closed and on text behind a closing quote.
Result<std::vector<CsvRow>> ParseCsv(std::string_view text, char separator);

}  // namespace cat4
