// The measures of a committee: where they stand, what comes, what they need, and what was decided.
#pragma once

#include "report/steerco_scope.h"

namespace cat4 {

ReportSection CommitteePortfolio(const SteercoScope& scope);  // by stage
ReportSection CommitteeTraps(const SteercoScope& scope);
// Before the meeting after the next, and those that are overdue.
ReportSection GatesPlanned(const SteercoScope& scope);
ReportSection OwnersNeeds(const SteercoScope& scope);  // what owners say in `status.needs`
// In the period, or since the last meeting.
ReportSection Decided(const SteercoScope& scope);
ReportSection CommitteeMeasures(const SteercoScope& scope);

}  // namespace cat4
