// What is booked against what controllers confirmed.
#pragma once

#include "cat4/base/result.h"
#include "cat4/report/report_input.h"

namespace cat4 {

// By kind of effect, legal entity and account, over the months of the period (the last month whose actuals
// are due, where none was asked for): actual, confirmed, what nobody confirmed, what was confirmed without an
// actual, what was restated; then the months of each effect. Hard effects only. The sums of the leading kind
// are those of the status report over the same months, to the minor unit.
Result<Report> BuildReconciliation(const ReportInput& input);

}  // namespace cat4
