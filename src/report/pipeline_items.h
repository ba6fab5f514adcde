// Measures as the report of the pipeline looks at them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cat4/report/report_input.h"

#include "report/period_figures.h"
#include "report/stage_stays.h"

namespace cat4 {

struct PipelineItem {
  const MeasureFigures* figures = nullptr;
  PeriodFigures money;
  StageStays stays;
  std::optional<int> days;  // in its stage

  const Measure& measure() const { return *figures->measure; }
};

// Those that are reported on, in their order; they point into what the input does.
std::vector<PipelineItem> PipelineItemsOf(const ReportInput& input);

// All that are not cancelled, by stage, the furthest first, and within it those that have waited longest.
ReportSection PipelineMeasures(const ReportInput& input, std::span<const PipelineItem> items);

// The value in the middle; of two, what lies between them, rounded up. Nothing of nothing.
std::optional<std::int64_t> Median(std::vector<int> values);

std::string StageIdOf(const Policy& policy, int stage);
inline ReportValue MaybeCount(std::optional<std::int64_t> count) {
  return count ? ReportValue(*count) : ReportValue();
}
inline ReportValue AmountOf(Total total) { return Money{total}; }

}  // namespace cat4
