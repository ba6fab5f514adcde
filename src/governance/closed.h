// What may not change any more: figures of closed periods, and closed measures.
#pragma once

#include <optional>

#include "cat4/base/date.h"
#include "cat4/diagnostics/finding.h"
#include "cat4/governance/basis.h"

namespace cat4 {

// Appends period-closed: an actual of a month up to the landed `closed_through` was added, removed or
// changed, or its currency was. Appends closed-measure-changed: a measure that was and is in the last stage
// differs in more than its place, its actuals and its decisions; not where the step amends it (`amended`).
void JudgeClosed(const Basis& basis, const Measure& landed, const Measure& measure, bool amended,
                 Findings& findings);

// The last month of a closed period for which the measure has an actual; nothing if there is none.
std::optional<Month> LastClosedActual(const Portfolio& landed, const Measure& measure);

}  // namespace cat4
