// Which measures stand in which stage, what they are worth, and how they move on.
#pragma once

#include "cat4/base/result.h"
#include "cat4/report/report_input.h"

namespace cat4 {

// Count and value by stage, and by group and stage if that is asked for; what became of the measures that
// entered a stage lately; planned stage against actual stage by `gates`; the measures behind; all measures
// with their days in the stage.
Result<Report> BuildPipeline(const ReportInput& input);

}  // namespace cat4
