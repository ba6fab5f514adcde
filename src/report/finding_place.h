// Where findings are as other programs want it, and by what the same finding is known in tomorrow's run.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/report/findings.h"

namespace cat4 {

// Where it is in the repository; for formats that want a file in any case, organization.yaml stands for what
// is in none.
std::string PathInRepository(const FindingsReport& report, const PlacedFinding& finding);

// As people read it: the path, or "commit ID", or as git writes a file of a commit, "ID:path".
std::string PlaceName(const PlacedFinding& finding, std::string_view path);
// "PLACE:line:column", in bytes; without a file there are no lines.
std::string PlaceInBytes(const PlacedFinding& finding);

// Of rule, measure (or file), field and commit, never of lines or messages; where several findings agree in
// them, of their number too, so that no two in a report are equal. 64 hex digits each, in the report's order.
std::vector<std::string> Fingerprints(const FindingsReport& report);

}  // namespace cat4
