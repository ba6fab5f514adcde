// A finding with all that writers tell of it: it outlives the files that it was found in.
#pragma once

#include <cstddef>
#include <string>

#include "cat4/diagnostics/finding.h"
#include "cat4/diagnostics/location.h"

namespace cat4 {

// 1-based; a column counts UTF-16 code units, the end is one past the last.
struct Region {
  std::size_t line = 1, column = 1, end_line = 1, end_column = 1;
};

// What it is about may be nothing but a commit.
struct PlacedFinding {
  RuleId rule{};
  Severity severity = Severity::kError;
  std::string message = {}, help = {};
  std::string path = {};   // from the root; empty: no place in a file
  Location location = {};  // in bytes
  Region region = {};      // the same for other programs
  std::string line = {};   // the source line, as much as is ever shown of it
  std::string field = {};  // "effects / id: saving / plan"; empty: the whole file
  std::string measure = {};
  std::string commit = {};     // where it holds; empty: in the tree that is reported on
  bool known = false;          // it was there before what is judged: shown, and not counted
  std::string statement = {};  // digest of the decision that it is about; empty: none
};

}  // namespace cat4
