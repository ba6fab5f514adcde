// The report of what looks better than it is.
#pragma once

#include "cat4/report/report_input.h"

namespace cat4 {

// Green-status traps, optimistic calls, silent slips and double claims of the version that is reported on,
// and what its history gives away: the end moved and the forecast stayed, forecast or work stood still, a
// milestone was re-dated shortly before it was due, a reported figure changed, all was green until it was
// cancelled. Each with what was said before and after, where it stands, who owns the measure, and what is at
// stake.
Result<Report> BuildTraps(const ReportInput& input);

// The days between the ends of months that it has to look at too, to know when milestones were re-dated.
std::vector<Date> DaysOfTraps(const ReportInput& input);

}  // namespace cat4
