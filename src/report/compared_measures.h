// Measures of two versions, side by side.
#pragma once

#include <string>
#include <vector>

#include "cat4/report/report_input.h"

namespace cat4 {

struct ComparedMeasure {
  std::string id;
  const MeasureFigures* before = nullptr;      // null: it did not exist
  const MeasureFigures* now = nullptr;         // null: it exists no more
  bool here_before = false, here_now = false;  // below the node that is reported on

  const Measure& measure() const { return now ? *now->measure : *before->measure; }
  bool stayed() const { return here_before && here_now; }
};

// All measures that are, or were, below the node reported on: in the order of now, then those that are not
// there any more. Nothing where no version is compared with.
std::vector<ComparedMeasure> CompareMeasures(const ReportInput& input);

// Where a measure stands: "decided", "decided (on hold)".
std::string StandingOf(const Measure& measure);

}  // namespace cat4
