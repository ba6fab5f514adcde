// What a committee's pack is about.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "cat4/report/report_input.h"

namespace cat4 {

// The days that a pack is made for: the last meeting before the as-of date, the next on or after it, and the
// one after that.
struct Meetings {
  std::optional<Date> last, next, following;
};

struct SteercoScope {
  SteercoScope(const ReportInput& input, const Committee& committee);

  int DaysSince(Date day) const { return DaysBetween(day, input.now.as_of); }

  const ReportInput& input;
  const Portfolio& portfolio;
  const Committee& committee;
  const Meetings meetings;
  std::vector<const MeasureFigures*> measures;  // of this committee
  std::set<const Measure*> own;                 // the same
};

ReportSection NewTable(std::string key, std::string title, std::vector<ReportColumn> columns,
                       std::string nothing);

}  // namespace cat4
