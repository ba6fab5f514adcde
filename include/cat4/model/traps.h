// What looks better than it is, seen in one version of the portfolio.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "cat4/model/figures.h"

namespace cat4 {

inline bool IsPlanMonth(const Cell& cell) { return cell.plan && cell.plan->minor != 0; }

// The key milestone that decides the implementation light; null if none has a due date.
const Milestone* DecidingMilestone(const Measure& measure, Date as_of);

// The light that the milestones give, where the owner's own call is better than that; of active measures.
std::optional<Light> CalledTooWell(const Portfolio& portfolio, const Measure& measure, Date as_of);

// A key milestone is forecast later than it is due, and later than the first plan month of a leading effect,
// whose figure is still the plan.
struct SilentSlip {
  const Milestone* milestone = nullptr;
  const Effect* effect = nullptr;  // the one that is to begin first
  Month start{};
};
std::vector<SilentSlip> SilentSlips(const Portfolio& portfolio, const Measure& measure);

// Hard effects of several measures on one account, entity and kind, which together exceed the account's
// baseline. Amounts are in the reporting currency at plan rates; for fte, in hundredths.
struct Claim {
  const Measure* measure = nullptr;
  const Effect* effect = nullptr;
  Total size;  // recurring: its planned year; one-off: its whole plan
};
struct DoubleClaim {
  Text account, legal_entity;
  EffectKind kind{};
  std::vector<Claim> claims;  // in the order of the measures
  Total sum, baseline;

  const Measure& last() const { return *claims.back().measure; }
};
// In the order of the last claims.
std::vector<DoubleClaim> DoubleClaims(const Portfolio& portfolio, Date as_of);

}  // namespace cat4
