#include "report/stage_stays.h"

#include <algorithm>

#include "cat4/model/figures.h"

namespace cat4 {
namespace {

// Where a decision leads, if it is one that changes the stage.
std::optional<int> StageAfter(const Decision& decision, const Policy& policy) {
  switch (*decision.decision) {
    case DecisionKind::kAdvance:
    case DecisionKind::kReturn:
    case DecisionKind::kAdopt:
      return decision.gate ? policy.FindStage(*decision.gate) : -1;
    case DecisionKind::kReopen:
      return std::max(0, policy.last_stage() - 1);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<int> Stay::Days() const {
  if (!entered || !left) return std::nullopt;
  return std::max(0, DaysBetween(*entered->on, *left->on));
}

StageStays StaysOf(const Measure& measure, const Policy& policy) {
  StageStays all;
  all.stays.push_back({.stage = 0});
  for (const Decision& decision : measure.decisions) {
    const std::optional<int> stage = StageAfter(decision, policy);
    if (!stage) continue;
    if (*decision.decision == DecisionKind::kAdopt) {
      all.adopted = true;
      all.stays.clear();
    } else {
      const bool onward = *decision.decision == DecisionKind::kAdvance;
      all.stays.back().left = &decision;
      all.stays.back().end = onward ? StayEnd::kWentOn : StayEnd::kReturned;
    }
    all.stays.push_back({.stage = *stage, .entered = &decision});
  }
  if (measure.cancelled()) all.stays.back().end = StayEnd::kCancelled;
  return all;
}

std::optional<Date> InStageSince(const StageStays& stays, const Measure& measure) {
  const Stay& last = stays.stays.back();
  if (!last.entered || last.stage != measure.stage_index) return std::nullopt;
  return *last.entered->on;
}

}  // namespace cat4
