// What is computed from one measure: values of months, shares, lights, run-rates (format 1, section 5).
//
// All totals are in minor units of the organization's reporting currency. A cell is converted and rounded
// before it is added; plan and forecast cells take the plan rate, actual and confirmed cells that of their
// month. Shares and lights take plan rates throughout, so that currency moves no light.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "cat4/base/date.h"
#include "cat4/model/calendar.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

// A month that confirm decisions confirmed, in minor units of the effect's currency.
struct ConfirmedMonth {
  Month month{};
  Amount amount;
  Span span;                           // of the amount in the decision that counts
  const Decision* decision = nullptr;  // lives as long as the measure
};

// By month. The first confirmation of a month counts until one that restates replaces it; a confirm in
// another currency than the effect's counts nothing.
std::vector<ConfirmedMonth> ConfirmedMonths(const Measure& measure, const Effect& effect);
// As it stood after the first decisions of a measure.
std::vector<ConfirmedMonth> ConfirmedMonths(std::span<const Decision> decisions, const Effect& effect);

// Where the expected value of a month comes from.
enum class ValueBasis { kConfirmed, kActual, kSilent, kForecast, kPlan, kNone };

// True if the month ended at least `actuals_due_days` days before the as-of date: its actual is due.
bool ActualIsDue(Month month, Date as_of, int actuals_due_days);

// Confirmed; else actual; else nothing if the actual is due (silence is not green); else forecast; else plan.
// A measure on hold or cancelled has only confirmed and actual.
ValueBasis BasisOf(const Cell& cell, bool confirmed, State state, bool actual_due);

// One month of one effect in the reporting currency.
struct MonthFigures {
  Month month{};
  Cell cell;                             // as written, in the effect's currency
  std::optional<Amount> confirmed_cell;  // likewise
  ValueBasis basis = ValueBasis::kNone;
  bool has_value = false;  // on hold or cancelled: only months with confirmed or actual have one
  Amount plan, original, expected, actual, confirmed;  // 0 where nothing is written
  Amount expected_at_plan_rate, confirmed_at_plan_rate;

  bool is_plan_month() const { return cell.plan && cell.plan->minor != 0; }
};

struct EffectFigures {
  const Effect* effect = nullptr;
  std::vector<MonthFigures> months;
  Amount run_rate;          // the written one, converted; 0 if there is none
  bool rates_known = true;  // false if a rate is missing: the amounts that need it are 0
};

EffectFigures ComputeEffect(const Portfolio& portfolio, const Measure& measure, const Effect& effect,
                            Date as_of);

// False where the effect's currency would be inherited from a container that could not be read or from a
// legal entity that does not exist: what linking put in its place may be wrong.
bool CurrencyIsKnown(const Portfolio& portfolio, const Measure& measure, const Effect& effect);

// Hard effects of the policy's leading kind.
bool IsLeading(const Effect& effect, const Policy& policy);

struct Sums {
  Total plan, original, expected, actual, confirmed;
  Sums& operator+=(const Sums& other);
  friend bool operator==(const Sums&, const Sums&) = default;
};

// Months from `first` to `last`, both included.
struct MonthRange {
  Month first = std::chrono::year(0) / 1;
  Month last = std::chrono::year(9999) / 12;
  bool contains(Month month) const { return first <= month && month <= last; }
};

// The sum over the months of the range; where the months hold levels (working_capital, fte), the last one
// that has the figure.
Sums SumOver(const EffectFigures& figures, const MonthRange& range);

// 1 + (value − plan) ÷ |plan|, from sums: undefined while nothing is planned.
struct Share {
  Total value, plan, absolute_plan;

  bool defined() const { return absolute_plan > Total(); }
  // True if the share is below `percent`; false where it is undefined. Exact.
  bool IsBelow(int percent) const;
  // Rounded to a tenth of a percent, half away from zero; for display. What leaves 32 bits, as it may where
  // next to nothing is planned, is held at their end.
  std::optional<int> PerMille() const;
  Share& operator+=(const Share& other);
};

// Planned and expected over the whole plan (outlook), and over the months whose actuals are due (to-date):
// recurring effects over plan months, one-off effects over all months.
struct PotentialShares {
  Share outlook, to_date;
  PotentialShares& operator+=(const PotentialShares& other);
};
PotentialShares SharesOf(const EffectFigures& figures, Date as_of, int actuals_due_days);

// The months that closing asks to be confirmed: the first `months` plan months, or all if there are fewer.
std::vector<const MonthFigures*> MonthsToConfirm(const EffectFigures& figures, int months);
Share ConfirmedShare(const EffectFigures& figures, int months);

// Red if the outlook is below `red_below`; amber if it or to-date is below `amber_below`; grey without a
// plan.
Light PotentialLight(const PotentialShares& shares, const Policy::Status::Potential& thresholds);
// In the last stage: by the share of what is confirmed alone.
Light ClosedPotentialLight(const Share& confirmed, const Policy::Status::Potential& thresholds);

// Days that a milestone is, or is forecast to be, late; 0 when done. Nothing without a due date.
std::optional<int> DaysLate(const Milestone& milestone, Date as_of);
// The largest delay of the key milestones decides; grey without a key milestone that has a due date.
Light ImplementationLight(const std::vector<Milestone>& milestones, Date as_of,
                          const Policy::Status::Implementation& thresholds);

struct RunRate {
  Total plan, expected, confirmed;
  RunRate& operator+=(const RunRate& other);
};
// Of a recurring effect: a year's worth once ramped up.
RunRate RunRateOf(const EffectFigures& figures);

// Positive expected cells × weight and negative ones in full, in hundredths of a minor unit.
Total WeightedHundredths(const EffectFigures& figures, int weight);

struct MeasureFigures {
  const Measure* measure = nullptr;
  // False if the policy or a rate is missing: nothing below means anything then.
  bool known = true;

  Sums sums;
  std::vector<std::pair<FiscalYear, Sums>> by_year;  // ascending
  RunRate run_rate;
  Total one_off, weighted;
  Total cost_plan, cost_actual;    // hard one_off_cost and capex effects
  Total soft_plan, soft_expected;  // soft and avoidance, in no other sum

  Light computed_implementation = Light::kGrey;  // from milestones alone
  Light implementation = Light::kGrey;           // worsened by the owner's own call
  Light potential = Light::kGrey;
  PotentialShares shares;  // in the last stage: of what is confirmed
  Total absolute_plan;     // Σ|plan| of the leading effects
  bool trap = false;
  bool stalled = false;
};

MeasureFigures ComputeMeasure(const Portfolio& portfolio, const Measure& measure, Date as_of);
std::vector<MeasureFigures> ComputeMeasures(const Portfolio& portfolio, Date as_of);

// The newest sign of life: a decision, the owner's status, a milestone done, the end of the last month with
// an actual. Nothing if there is none.
std::optional<Date> LastActivity(const Measure& measure);

// Days without a sign of life after which the measure is stalled: its stage's, or else the policy's.
int StalledAfterDays(const Measure& measure, const Policy& policy);

bool InLastStage(const Measure& measure, const Policy& policy);
// The measure's terms are locked: it stands at or behind the first stage that locks them.
bool IsSealed(const Measure& measure, const Policy& policy);

}  // namespace cat4
