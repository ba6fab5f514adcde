// What changed between two reports of one kind: for all reports whose rows can be found again by what they
// are about.
#pragma once

#include <span>
#include <string_view>

#include "cat4/report/report.h"

namespace cat4 {

// How the rows of a table are found again in the same table of an earlier report. Columns are named by their
// keys.
struct TableComparison {
  std::string_view section;  // the table's key; empty: the main table
  std::span<const std::string_view>
      identity;  // what tells its rows apart, besides the group where --by asks for one
  std::span<const std::string_view> shown;  // what people have to read to know the row
  std::span<const std::string_view>
      figures;  // amounts and counts whose change is told; none: rows come and go only
};

// Tells programs in the table itself, for each row, whether it is "new", "changed" or "same", what its
// figures were and by how much they changed; and everybody in a section of its own which rows are new, gone
// or changed. Nothing counts as zero in a change. Both reports have their amounts in the same currency.
void AddChanges(const Report& before, const TableComparison& how, Report& now);

}  // namespace cat4
