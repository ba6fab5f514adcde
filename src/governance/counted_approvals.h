// Which of a measure's open approvals count for a move, and the reason and day they share with it.
#pragma once

#include <variant>
#include <vector>

#include "cat4/governance/propose.h"
#include "cat4/governance/replay.h"

#include "governance/acting.h"

namespace cat4 {

struct CountedApprovals {
  Located<Text> reason;  // given with the wish, or that of the approvals
  Located<Date> until;
  std::vector<const Decision*> approvals;
  std::vector<Replay::Leftover> apart;  // those for this very move that do not count, and why
};

// Refused where a reason or a day is missing, is not asked for, or could be one or the other. Pointers live
// as long as the measure.
std::variant<CountedApprovals, Refusal> CountApprovals(const Basis& basis, const Measure& measure,
                                                       const Wish& wish, const Replay& replay,
                                                       Holders holders);

}  // namespace cat4
