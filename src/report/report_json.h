// Parts of a report's JSON document, for reports that have more to say in it than tables.
#pragma once

#include "cat4/report/report.h"

#include "report/json.h"

namespace cat4 {

// format_version, command, report, as_of, revision, currency, and what the report was made from and how.
Json HeadObject(const ReportHead& head);
// An array of objects, by the keys of the columns.
Json RowsArray(const ReportSection& section, const ReportHead& head);

}  // namespace cat4
