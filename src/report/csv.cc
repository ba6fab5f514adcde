#include "report/csv.h"

#include <algorithm>

#include "cat4/base/ci_commands.h"

namespace cat4 {
namespace {

// "-2.50", or "-" for nothing: a spreadsheet takes it for nothing but that.
bool IsNumber(std::string_view text) {
  if (text == "-") return true;
  if (text.starts_with('-')) text.remove_prefix(1);
  const bool digits = std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  return digits && !text.empty();
}

}  // namespace

std::string CsvText(std::string_view value) {
  const std::string text = DisarmCommands(value);  // a log may show the file
  const bool formula = !text.empty() && !IsNumber(text) &&
                       std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  return (formula ? "'" : "") + text;
}

std::string CsvLine(std::span<const std::string> fields) {
  std::string line;
  for (const std::string& field : fields) {
    if (!line.empty() || &field != fields.data()) line += ',';
    if (field.find_first_of(",\"\r\n") == std::string::npos) {
      line += field;
      continue;
    }
    line += '"';
    for (const char c : field) line += c == '"' ? std::string("\"\"") : std::string(1, c);
    line += '"';
  }
  return line + "\r\n";
}

}  // namespace cat4
