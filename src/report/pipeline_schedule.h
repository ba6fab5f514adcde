// In which stage active measures should be by their `gates`, and in which they are.
#pragma once

#include "report/pipeline_items.h"

namespace cat4 {

struct Behind {
  int measures = 0;
  Total plan;
};
Behind CountBehind(const ReportInput& input, std::span<const PipelineItem> items);

// By stage.
ReportSection ScheduleSection(const ReportInput& input, std::span<const PipelineItem> items);
// Measures that missed a gate's planned day, the longest overdue first.
ReportSection BehindSection(const ReportInput& input, std::span<const PipelineItem> items);

}  // namespace cat4
