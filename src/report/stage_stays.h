// How long a measure stood in which stage, by its decisions.
#pragma once

#include <optional>
#include <vector>

#include "cat4/model/portfolio.h"

namespace cat4 {

// What became of a measure that entered a stage.
enum class StayEnd { kWentOn, kReturned, kCancelled, kStillThere };

struct Stay {
  int stage = -1;                     // index in the policy's stages; -1: a stage that today's policy lacks
  const Decision* entered = nullptr;  // null: it was born there, which is no decision
  const Decision* left = nullptr;     // null: it stands there
  StayEnd end = StayEnd::kStillThere;

  // Days from the decision that brought it there to the one that took it away, never negative.
  std::optional<int> Days() const;
};

// The stages of a measure in the order it was in them; the last is where it stands. Decisions are taken as
// they are recorded. A measure that was adopted begins where it was adopted.
struct StageStays {
  std::vector<Stay> stays;
  bool adopted = false;
};
StageStays StaysOf(const Measure& measure, const Policy& policy);

// The day on which the measure came to where it stands; nothing where no decision brought it there, or where
// decisions and file disagree.
std::optional<Date> InStageSince(const StageStays& stays, const Measure& measure);

}  // namespace cat4
