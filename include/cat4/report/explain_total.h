// The addends of a total: every number of a report down to file and line.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/base/result.h"
#include "cat4/base/source.h"
#include "cat4/model/figures.h"
#include "cat4/model/rollup.h"

namespace cat4 {

struct Addend {
  Span span;                 // where the number stands; the measure's stage for weighted totals
  std::string_view measure;  // id
  std::string what;          // "ebitda 2026-10 forecast"
  Total given;               // in `currency`
  Currency currency;
  std::optional<Rate> rate;  // to the reporting currency; none where nothing was converted by a rate
  int factor = 1;            // 12 for a run-rate taken from one month
  Total converted;           // in the reporting currency, times the factor
};

struct Explanation {
  std::string figure;
  Total total;  // the sum of the addends, to the last cent
  std::vector<Addend> addends;
};

// Figures: plan, original, expected, actual, confirmed, each also as in_year.X and by_year.FY27.X;
// run_rate.plan, run_rate.expected, run_rate.confirmed; one_off; weighted; cost_to_achieve.plan,
// cost_to_achieve.actual; soft.plan, soft.expected; cancelled.plan. They are those of the status report's
// JSON. Fails with kUsage for another.
//
// A measure as a node of its own carries its plan even when it is cancelled.
enum class NodeKindOf { kContainer, kMeasure };
Result<Explanation> ExplainTotal(const Portfolio& portfolio, std::span<const MeasureFigures> measures,
                                 NodeKindOf node, std::string_view figure, Date as_of);

std::string ExplanationText(const Explanation& explanation, const Portfolio& portfolio, const Source& source);

}  // namespace cat4
