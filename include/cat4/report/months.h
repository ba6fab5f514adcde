// Plan, original, expected, actual and confirmed by month and cumulated.
#pragma once

#include "cat4/base/result.h"
#include "cat4/report/report_input.h"

namespace cat4 {

// The leading effects first, in total and by group if that is asked for; then each kind of effect, one-off
// and recurring apart. All add up to the figures of the other reports: what cancelled measures planned counts
// nowhere, and where months hold levels (working_capital, fte) the sum is the last one of each effect.
Result<Report> BuildMonths(const ReportInput& input);

}  // namespace cat4
