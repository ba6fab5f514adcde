// What measures bring in a span of months.
#pragma once

#include <vector>

#include "cat4/report/report_input.h"

namespace cat4 {

// The leading effects of each measure over the months, in the order of the side's figures.
std::vector<Sums> SumsOver(const ReportSide& side, const MonthRange& months);

// A measure's sums as the nodes above it count them: without the plan of a cancelled one.
Sums CountedAbove(const Measure& measure, Sums sums);

}  // namespace cat4
