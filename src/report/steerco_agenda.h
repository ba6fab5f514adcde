// What a committee has to decide, and what is open besides.
#pragma once

#include "report/steerco_scope.h"

namespace cat4 {

struct Agenda {
  ReportSection table;
  std::vector<ReportSection> cards;  // of its measures, each once
  std::size_t items = 0;
  Total at_stake;  // of its measures, each once
};
Agenda AgendaOf(const SteercoScope& scope);

// Approvals that are missing, by role, of all measures of the committee.
ReportSection OpenApprovals(const SteercoScope& scope);

}  // namespace cat4
