// Runs of month ends at which something stands still.
#pragma once

#include <functional>

#include "report/lies.h"

namespace cat4 {

// Month ends in a row that make a standstill.
inline constexpr std::size_t kStandstill = 3;

// Calls `found` for the longest runs of consecutive month ends, three at least, at which the measure is in
// play and `same` holds between the first and each of the others; if it returns true the run is told, and the
// next one begins behind it.
void ForStandstills(const Story& story, const std::function<bool(const Sighting&, const Sighting&)>& same,
                    const std::function<bool(std::span<const Sighting>)>& found);

}  // namespace cat4
