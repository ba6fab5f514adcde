// What became of the measures that entered a stage.
#pragma once

#include "report/pipeline_items.h"

namespace cat4 {

// Of entries in the months that are reported on; without any, in the twelve months up to the as-of date.
ReportSection ConversionSection(const ReportInput& input, std::span<const PipelineItem> items);

}  // namespace cat4
