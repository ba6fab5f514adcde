// The sections of the status report.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cat4/report/status.h"

namespace cat4 {

// A section without rows yet.
ReportSection NewSection(std::string key, std::string title, std::string about,
                         std::vector<ReportColumn> columns);

// Main tables. People see what a line has room for, programs every figure exactly.
ReportSection NodesSection(const ReportInput& input, const StatusReport& status);
ReportSection GroupsSection(const ReportInput& input, const StatusReport& status);

// The sums over the period that was asked for, of each line of the main table.
ReportSection NodesInPeriod(const ReportInput& input, const StatusReport& status);
ReportSection GroupsInPeriod(const ReportInput& input, const StatusReport& status);

// Of what is reported on: all of its figures, and its fiscal years.
ReportSection FiguresSection(const ReportInput& input, const StatusReport& status);
ReportSection YearsSection(const ReportInput& input, const StatusReport& status);

// What needs somebody's attention. The worst of them stand first.
ReportSection TrapsSection(const ReportInput& input);
ReportSection DecisionsDueSection(const ReportInput& input);
ReportSection StalledSection(const ReportInput& input);
ReportSection OnHoldSection(const ReportInput& input);

// What differs between the version that is compared with and now: there has to be one. Amounts are only
// compared in one currency.
ReportSection ComparedFiguresSection(const ReportInput& input, const StatusReport& before,
                                     const StatusReport& now);
ReportSection StageMovesSection(const ReportInput& input);
ReportSection LightFlipsSection(const StatusReport& before, const StatusReport& now);
ReportSection ValueMovesSection(const ReportInput& input);
ReportSection DateMovesSection(const ReportInput& input);
ReportSection NewMeasuresSection(const ReportInput& input);
ReportSection MovedMeasuresSection(const ReportInput& input);  // within what is reported on
ReportSection CancelledMeasuresSection(const ReportInput& input);
ReportSection GoneMeasuresSection(const ReportInput& input);

}  // namespace cat4
