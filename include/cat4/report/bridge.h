// From what was expected, or from the original plan, to what is expected now, split by cause.
#pragma once

#include "cat4/base/result.h"
#include "cat4/report/report_input.h"

namespace cat4 {

// Start + causes = end to the last minor unit, for each measure, for each group and in total. What each cause
// means is told in src/report/bridge_causes.h. Fails where the reporting currency was another one then.
Result<Report> BuildBridge(const ReportInput& input);

}  // namespace cat4
