// A measure on half a page: what somebody has to know who decides on it.
#pragma once

#include <string>

#include "cat4/report/report_input.h"

namespace cat4 {

// "decided (on hold)"
std::string StageText(const Measure& measure);

// Stage, lights, value, key milestones, risks (high ones first) and the owner's own words, one a row. The
// title is left to who shows it.
ReportSection MeasureFacts(const ReportSide& side, const MeasureFigures& figures);

}  // namespace cat4
