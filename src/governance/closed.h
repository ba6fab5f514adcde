// What may not change any more: figures of closed periods, and closed measures.
#pragma once

#include "cat4/diagnostics/finding.h"
#include "cat4/governance/basis.h"

namespace cat4 {

// Appends period-closed: an actual of a month up to the landed `closed_through` was added, removed or
// changed. Appends closed-measure-changed: a measure that was and is in the last stage differs in more than
// its place, its actuals and its decisions; not where the step amends it (`amended`).
void JudgeClosed(const Basis& basis, const Measure& landed, const Measure& measure, bool amended,
                 Findings& findings);

}  // namespace cat4
