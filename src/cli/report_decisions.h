// What governance knows of decisions, as values for reports.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cat4/report/report_input.h"

#include "cli/workspace.h"

namespace cat4 {

// By statement, the commit of the main line that landed it.
using Landings = std::map<std::string, std::string>;

// Gates that were submitted, and other moves that have some of their approvals; oldest first.
Result<std::vector<OpenDecision>> FindOpenDecisions(const Workspace& workspace);

// All decisions of all measures, each with the proof of its signature by the registry in force, and the
// commit that landed it where that is known.
Result<std::vector<RegisteredDecision>> FindRegisteredDecisions(const Workspace& workspace,
                                                                const Landings& landings);

}  // namespace cat4
