// The report of who answers for what.
#pragma once

#include "cat4/report/report_input.h"

namespace cat4 {

// By person and role: the measures and what they are worth, decisions that wait for that person, updates that
// he owes, and how far his forecasts of the past were from what came.
Result<Report> BuildAccountability(const ReportInput& input);

}  // namespace cat4
