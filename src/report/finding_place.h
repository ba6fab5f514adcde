// Where findings are as programs want it: paths from the top of the repository, columns in UTF-16 units,
// and a fingerprint by which the same finding is known in tomorrow's run.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/diagnostics/finding.h"
#include "cat4/report/findings.h"

namespace cat4 {

// 1-based; a column counts UTF-16 code units, the end is one past the last.
struct Region {
  std::size_t line = 1, column = 1, end_line = 1, end_column = 1;
};

struct PlacedFinding {
  const Finding* finding = nullptr;
  std::string path;  // from the top of the repository
  Region region;
  // Of rule, measure (or file) and field, never of lines or messages; where several findings agree in them,
  // of their number too, so that no two in a report are equal. 64 hex digits.
  std::string fingerprint;
};

// In the report's order.
std::vector<PlacedFinding> PlaceFindings(const FindingsReport& report);

// Units that the text takes in UTF-16; a byte that is no UTF-8 counts as one.
std::size_t Utf16Length(std::string_view text);

}  // namespace cat4
