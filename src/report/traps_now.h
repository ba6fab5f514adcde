// What looks better than it is in the version that is reported on.
#pragma once

#include "report/lies.h"

namespace cat4 {

// The story's last version is judged; those before say since when it has been so, without a gap.
void FindGreenStatus(const Story& story, std::vector<Trap>& traps);
void FindOptimisticCall(const Story& story, std::vector<Trap>& traps);
void FindSilentSlip(const Story& story, std::vector<Trap>& traps);

// Of the last of the versions; those that concern one of the measures.
void FindDoubleClaims(std::span<const ReportSide* const> sides,
                      std::span<const MeasureFigures* const> measures, std::vector<Trap>& traps);

}  // namespace cat4
