// Rows of RFC 4180.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace cat4 {

// A text that may come from anybody: what a spreadsheet would take for a formula gets a leading apostrophe; a
// number does not.
std::string CsvText(std::string_view text);

// A line, ended by CRLF; fields are quoted where they must be, and where a CI service would
// read a command.
std::string CsvLine(std::span<const std::string> fields);

}  // namespace cat4
