// The first approved plan, which cells keep as `original` when a decision lets their plan change.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "cat4/governance/propose.h"
#include "cat4/model/decision_file.h"

namespace cat4 {

// A cell's place in two versions of a measure, and what has to be written into the newer one.
struct OriginalWanted {
  std::size_t effect = 0;  // its place in the newer version
  Month month{};
  Span plan;  // of the plan it keeps, in the older version; nowhere: 0, the month was added
};

// What an amend from `sealed` (the version with the locked terms) to `amended` has to write: for each cell
// whose plan changes for the first time its old plan. Refused if a month or effect with a plan is missing, or
// an `original` is not what it has to be.
std::variant<std::vector<OriginalWanted>, Refusal> OriginalsOfAmend(const Measure& sealed,
                                                                    const Measure& amended);

// Why the first approved plans that `before` keeps are lost in `now`: an `original` was changed or removed,
// or, where the terms were locked (`locked`), a plan was changed without one.
std::optional<Refusal> WhyOriginalsLost(const Measure& before, bool locked, const Measure& now);

// Why `now` has an `original` where `before` has none and nothing that was sealed (`locked`) gives one: it is
// neither the locked plan nor, for a month that was added, 0.
std::optional<Refusal> WhyOriginalsInvented(const Measure& before, bool locked, const Measure& now);

// The `original` cells of a measure that was never amended or returned: only those decisions write them.
struct StrayOriginal {
  Span span;
  Refusal refusal;
};
std::vector<StrayOriginal> StrayOriginals(const Measure& measure);

// What a return that unlocks the terms has to write: for each cell with a plan and no original its plan.
std::vector<OriginalWanted> OriginalsOfReturn(const Measure& measure);

}  // namespace cat4
