// Tables about measures, by group.
#pragma once

#include <span>

#include "cat4/report/report_input.h"

namespace cat4 {

// A column with the group in front of the others, and the rows by group, groups by name: those whose column
// 'measure' names one of the group. Within a group they stay in their order, and those of a measure with
// several tags are in several. Rows that name none of the measures, as sums do, are left out. Where no --by
// was given: nothing.
void GroupRows(const ReportInput& input, std::span<const MeasureFigures* const> measures,
               ReportSection& section);

}  // namespace cat4
