// Gates and decisions as text for people.
#pragma once

#include <span>
#include <string>

#include "cat4/governance/gate_status.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

// Where the measure stands and what its next gate asks for, criteria with file name and line.
std::string GateStatusText(const Portfolio& portfolio, const Source& source, const Measure& measure,
                           const GateStatus& status);

// A table, a line an item; `width` columns, 0 if unknown.
std::string InboxText(const Portfolio& portfolio, std::span<const InboxItem> items, std::size_t width);

}  // namespace cat4
