// Findings with their places as people and other programs read them.
#pragma once

#include <vector>

#include "cat4/base/source.h"
#include "cat4/diagnostics/placed_finding.h"

namespace cat4 {

// In the given order, best sorted by file. Measures are those of the paths.
std::vector<PlacedFinding> PlaceFindings(const std::vector<Finding>& findings, const Source& source,
                                         const FileTable& files);

}  // namespace cat4
