// One measure as a card.
#pragma once

#include <string>

#include "cat4/model/figures.h"
#include "cat4/report/status.h"

namespace cat4 {

// Who, where, both lights with what they rest on, milestones, dependencies, effects by month, decisions.
// Amounts stand in their own currencies, as written.
std::string MeasureCard(const Portfolio& portfolio, const MeasureFigures& figures, Date as_of,
                        std::size_t width, Glyphs glyphs);

}  // namespace cat4
