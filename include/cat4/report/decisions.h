// The register of decisions.
#pragma once

#include "cat4/base/result.h"
#include "cat4/report/report_input.h"

namespace cat4 {

// Every decision of the period (without one: of all time), by day and within a measure in the order of
// landing: what was decided on, by whom and for whom, with the statement's digest, whether its signature is
// good, the key and its status today, and the commit that landed it. Then approvals that no transition has
// counted, and what is not proven.
Result<Report> BuildDecisions(const ReportInput& input);

}  // namespace cat4
