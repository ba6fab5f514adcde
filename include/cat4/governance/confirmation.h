// What is left to confirm, by whom, and which months can't be.
#pragma once

#include <map>
#include <vector>

#include "cat4/governance/propose.h"

namespace cat4 {

// Which months with an actual are meant.
enum class Unconfirmed {
  kNew,         // those that nobody has confirmed
  kNewAndOther  // also those that were confirmed with another amount
};
// Actuals of months up to `through`, by month.
std::vector<MonthAmount> AmountsToConfirm(const Measure& measure, const Effect& effect, Month through,
                                          Unconfirmed which);

// Measures that he is named on in a role which confirms.
std::vector<const Measure*> MeasuresConfirmedBy(const Portfolio& portfolio, Text person);
// True if its terms are locked: only what has been decided can be confirmed.
bool IsLocked(const Basis& basis, const Measure& measure);
// Those whose deputy he is, by id.
std::vector<Text> PrincipalsOf(const Portfolio& portfolio, Text deputy);

// Why months of the wish can't be confirmed, each by itself: they lie ahead or far off, or are confirmed
// already. Other months of the wish may be.
std::map<Month, Refusal> RefusedMonths(const Basis& basis, const Measure& measure, const ConfirmWish& wish);
// The same in one; nothing if there is none.
std::optional<Refusal> WhyMonthsRefused(const Basis& basis, const Measure& measure, const ConfirmWish& wish);

}  // namespace cat4
