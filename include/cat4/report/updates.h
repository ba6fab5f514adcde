// The report of what people owe.
#pragma once

#include "cat4/report/report_input.h"

namespace cat4 {

// Who owes which figure, status, milestone date, confirmation or decision as of the day: a list for programs,
// and a section for each person, ready to mail. With a subject, a person's id, only his. People who have left
// are named with whom to ask. With a period, what has been due since then.
Result<Report> BuildUpdates(const ReportInput& input);

}  // namespace cat4
