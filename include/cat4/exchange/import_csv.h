// A table of measures (CSV) as a tree of files.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/base/result.h"
#include "cat4/diagnostics/finding.h"

namespace cat4 {

// A row that was left out.
struct RejectedRow {
  std::size_t line = 1;              // of the csv file, on which the row starts
  std::string first_field;           // as it stands there: print it with Printable
  std::vector<std::string> reasons;  // all of them; each one line
};

struct ImportCounts {
  std::size_t rows = 0;  // below the header
  std::size_t portfolios = 0, programs = 0, projects = 0, packages = 0, measures = 0;
};

struct Imported {
  // Path → content: a complete tree, if nothing was reported. Files name their schemas in the first line; the
  // schemas themselves (see SchemaPath) are not among them.
  std::map<std::string, std::string> files;
  std::vector<RejectedRow> rejected;  // in the order of the csv
  ImportCounts counts;
};

// The rows of `csv`, whose first is the header, as measures below the containers that `mapping` names.
//
// Mistakes of the mapping, a column that the csv lacks among them, are reported in `findings`, with places in
// `mapping_file`; nothing is imported then. A row that the format could not hold is rejected with every
// reason, and the others are imported. What a row names is only a reference: no person, committee or legal
// entity is made up. Fails if the csv can't be understood as a whole: encoding, quotes, no header, columns
// that can't be told apart.
Result<Imported> ImportCsv(std::string_view csv, FileId mapping_file, std::string_view mapping,
                           Findings& findings);

}  // namespace cat4
