#include <algorithm>
#include <optional>
#include <vector>

#include "rules/effects.h"
#include "rules/rule.h"

namespace cat4 {
namespace {

struct Start {
  const Effect* effect = nullptr;
  Month month{};
};

// The first plan month of the effect if nobody has touched it: no actual, not confirmed, forecast as planned.
std::optional<Start> UntouchedStart(const Measure& measure, const Effect& effect) {
  const std::vector<Cell> cells = effect.Cells();
  const auto first = std::ranges::find_if(cells, &IsPlanMonth);
  if (first == cells.end() || first->actual || (first->forecast && *first->forecast != *first->plan)) {
    return std::nullopt;
  }
  const std::vector<ConfirmedMonth> confirmed = ConfirmedMonths(measure, effect);
  if (std::ranges::binary_search(confirmed, first->month, {}, &ConfirmedMonth::month)) return std::nullopt;
  return Start{&effect, first->month};
}

// The earliest of the leading effects' untouched first months.
std::optional<Start> EarliestStart(const Portfolio& portfolio, const Measure& measure) {
  std::optional<Start> earliest;
  for (const Effect& effect : measure.effects) {
    if (!IsLeading(effect, portfolio.policy) || !CurrencyIsKnown(portfolio, measure, effect)) continue;
    const std::optional<Start> start = UntouchedStart(measure, effect);
    if (start && (!earliest || start->month < earliest->month)) earliest = start;
  }
  return earliest;
}

bool HasSlipped(const Milestone& milestone) {
  return milestone.is_key() && milestone.due && !milestone.done && milestone.forecast &&
         *milestone.forecast > *milestone.due;
}

void CheckMeasure(const Portfolio& portfolio, const Measure& measure, RuleFindings& out) {
  if (std::ranges::none_of(measure.milestones, &HasSlipped)) return;
  const std::optional<Start> start = EarliestStart(portfolio, measure);
  if (!start) return;
  for (const Milestone& milestone : measure.milestones) {
    if (!HasSlipped(milestone) || MonthOf(*milestone.forecast) <= start->month) continue;
    out.Report(milestone.forecast.span,
               "'{}' is forecast for {}, but effect '{}' is still expected to begin in {} as planned",
               milestone.id->view(), FormatDate(*milestone.forecast), start->effect->id->view(),
               FormatMonth(start->month))
        .Help("forecast what the months until then will bring, even if it is 0");
  }
}

void Check(const RuleInput& input, RuleFindings& out) {
  for (const Measure& measure : input.portfolio.measures) {
    if (measure.active()) CheckMeasure(input.portfolio, measure, out);
  }
}

}  // namespace

const Rule kRuleSilentSlip{
    .text = {.summary = "a milestone slips behind the first planned effect, and the forecast stays",
             .explanation =
                 R"(The effect was planned to begin in a certain month. Now a key milestone is forecast for a
later month, yet the first month's figure is still the plan: the delay is admitted for the
work, but not for the money. Either the effect does not depend on that milestone, or the
outlook is too high.

Forecast the months up to the milestone as they will be (0 is a forecast). If the effect truly
does not wait for the milestone, a waiver with that reason says so. A month that has an actual
or is confirmed speaks for itself and is not looked at.)",
             .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
milestones:
  - {id: cutover, title: Hamburg cut over, due: 2026-11-30, forecast: 2027-02-15}  # <-
effects:
  - id: ebitda
    kind: ebitda
    nature: recurring
    months:
      2026-12: {plan: 1000}
      2027-03: {plan: 1000}
)",
             .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
milestones:
  - {id: cutover, title: Hamburg cut over, due: 2026-11-30, forecast: 2027-02-15}
effects:
  - id: ebitda
    kind: ebitda
    nature: recurring
    months:
      2026-12: {plan: 1000, forecast: 0}
      2027-03: {plan: 1000, forecast: 1000}
)"},
    .needs = Needs::kAll,
    .check = &Check};

}  // namespace cat4
