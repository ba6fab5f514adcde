// Who may act on a measure, judged as the step from what has landed will be.
#pragma once

#include <optional>
#include <string>

#include "cat4/governance/authority.h"
#include "cat4/governance/propose.h"

namespace cat4 {

// Why he may not sign: by the holders that the landed measure names, or by those of the measure here where
// the landed one names nobody or somebody who has left; and active, with the role, in both registries.
std::optional<std::string> WhyMayNotAct(const Basis& basis, const Measure& measure,
                                        const Signatory& signatory);

// True if the measure here names another holder than the landed one, because that one has left or lost the
// role: an admin then approves what the new one signs.
bool ReplacesDeparted(const Basis& basis, const Measure& measure, Role role);

}  // namespace cat4
