// Rows of a csv that a command can't take.
#pragma once

#include <string>
#include <vector>

#include "cat4/exchange/import_csv.h"

#include "cli/environment.h"

namespace cat4 {

// One line on standard output for each reason: 'figures.csv:3: rejected 'DEMO-9': there is …'.
void WriteRejected(const std::string& path, const std::vector<RejectedRow>& rows, Environment& environment);

}  // namespace cat4
