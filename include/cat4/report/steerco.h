// The pack of a committee's next meeting.
#pragma once

#include "cat4/base/result.h"
#include "cat4/report/report_input.h"

namespace cat4 {

// What the committee (`input.subject`, its id) has to decide, a card for each measure that is about, then its
// portfolio at a glance, traps, gates that are planned, open approvals, what measures need, and what was
// decided since it last met. The next meeting is the first that it plans on or after the as-of date. Fails
// with kUsage if there is no such committee.
Result<Report> BuildSteerco(const ReportInput& input);

}  // namespace cat4
