#include "cat4/model/figures.h"

#include <algorithm>
#include <limits>
#include <map>

namespace cat4 {
namespace {

constexpr int kMonthsPerYear = 12;

// A cell of the effect in the reporting currency.
class Converter {
 public:
  Converter(const Portfolio& portfolio, const Effect& effect, bool& rates_known)
      : portfolio_(portfolio), currency_(*effect.currency), rates_known_(rates_known) {}

  Amount AtPlanRate(std::optional<Amount> amount) { return At(amount, portfolio_.PlanRate(currency_)); }
  Amount AtMonthRate(std::optional<Amount> amount, Month month) {
    return amount ? At(amount, portfolio_.MonthlyRate(currency_, month)) : Amount();
  }

 private:
  Amount At(std::optional<Amount> amount, const Rate* rate) {
    if (!amount || currency_.empty()) return amount.value_or(Amount());
    if (!rate) {
      rates_known_ = false;
      return {};
    }
    const std::optional<Amount> converted =
        Convert(*amount, currency_.exponent(), *rate, portfolio_.organization.currency->exponent());
    if (!converted) rates_known_ = false;  // only a confirmed amount can be that large: figures were checked
    return converted.value_or(Amount());
  }

  const Portfolio& portfolio_;
  Currency currency_;
  bool& rates_known_;
};

void ConvertMonth(MonthFigures& month, Converter& convert) {
  const Cell& cell = month.cell;
  month.plan = convert.AtPlanRate(cell.plan);
  month.original = convert.AtPlanRate(cell.original ? cell.original : cell.plan);
  month.actual = convert.AtMonthRate(cell.actual, month.month);
  month.confirmed = convert.AtMonthRate(month.confirmed_cell, month.month);
  month.confirmed_at_plan_rate = convert.AtPlanRate(month.confirmed_cell);
  switch (month.basis) {
    case ValueBasis::kConfirmed:
      month.expected = month.confirmed;
      month.expected_at_plan_rate = month.confirmed_at_plan_rate;
      break;
    case ValueBasis::kActual:
      month.expected = month.actual;
      month.expected_at_plan_rate = convert.AtPlanRate(cell.actual);
      break;
    case ValueBasis::kForecast:
      month.expected = month.expected_at_plan_rate = convert.AtPlanRate(cell.forecast);
      break;
    case ValueBasis::kPlan:
      month.expected = month.expected_at_plan_rate = month.plan;
      break;
    case ValueBasis::kSilent:
    case ValueBasis::kNone:
      break;
  }
}

// One figure of a month, and which months have it.
struct Selector {
  Amount MonthFigures::*figure;
  bool (*has)(const MonthFigures&);
};
bool HasPlan(const MonthFigures& m) { return m.cell.plan.has_value(); }
bool HasValue(const MonthFigures& m) { return m.has_value; }
bool HasConfirmed(const MonthFigures& m) { return m.confirmed_cell.has_value(); }
constexpr Selector kPlan{&MonthFigures::plan, &HasPlan};
constexpr Selector kOriginal{&MonthFigures::original, [](const MonthFigures& m) {
                               return m.cell.plan.has_value() || m.cell.original.has_value();
                             }};
constexpr Selector kExpected{&MonthFigures::expected, &HasValue};
constexpr Selector kExpectedAtPlanRate{&MonthFigures::expected_at_plan_rate, &HasValue};
constexpr Selector kActual{&MonthFigures::actual,
                           [](const MonthFigures& m) { return m.cell.actual.has_value(); }};
constexpr Selector kConfirmed{&MonthFigures::confirmed, &HasConfirmed};
constexpr Selector kConfirmedAtPlanRate{&MonthFigures::confirmed_at_plan_rate, &HasConfirmed};

using Months = std::vector<const MonthFigures*>;

// The sum of a figure over months; where months hold levels, the last one that has it.
Total SumOf(const Effect& effect, const Months& months, const Selector& selector) {
  const bool levels = HoldsLevels(*effect.kind);
  Total sum;
  for (const MonthFigures* month : months) {
    if (!selector.has(*month)) continue;
    const Total one = month->*selector.figure;
    sum = levels ? one : sum + one;
  }
  return sum;
}

template <typename Wanted>
Months MonthsWhere(const EffectFigures& figures, Wanted wanted) {
  Months months;
  for (const MonthFigures& month : figures.months) {
    if (wanted(month)) months.push_back(&month);
  }
  return months;
}

bool IsPlanMonth(const MonthFigures& month) { return month.is_plan_month(); }

// The share of a figure over `valued` months against the plan of the `planned` ones.
Share ShareOf(const Effect& effect, const Months& valued, const Selector& value, const Months& planned) {
  Share share{SumOf(effect, valued, value), SumOf(effect, planned, kPlan), {}};
  share.absolute_plan = Absolute(share.plan);
  if (HoldsLevels(*effect.kind)) return share;
  share.absolute_plan = Total();
  for (const MonthFigures* month : planned) share.absolute_plan += Absolute(month->plan);
  return share;
}

Light LightOf(const Share& share, const Share* to_date, const Policy::Status::Potential& thresholds) {
  if (!share.defined()) return Light::kGrey;
  if (share.IsBelow(*thresholds.red_below)) return Light::kRed;
  const bool late = to_date && to_date->IsBelow(*thresholds.amber_below);
  return share.IsBelow(*thresholds.amber_below) || late ? Light::kAmber : Light::kGreen;
}

// ---- one measure

class MeasureComputer {
 public:
  MeasureComputer(const Portfolio& portfolio, const Measure& measure, Date as_of)
      : portfolio_(portfolio), policy_(portfolio.policy), measure_(measure), as_of_(as_of) {
    out_.measure = &measure;
  }

  MeasureFigures Compute() {
    out_.known = portfolio_.readable.policy && portfolio_.readable.organization && portfolio_.readable.rates;
    if (!out_.known) return std::move(out_);
    closed_ = InLastStage(measure_, policy_);
    for (const Effect& effect : measure_.effects) AddEffect(effect);
    for (auto& [year, sums] : years_) out_.by_year.emplace_back(year, sums);
    out_.weighted = measure_.cancelled() || closed_ ? out_.sums.confirmed
                                                    : Total(DivideRounded(weighted_hundredths_.minor(), 100));
    SetLights();
    SetStalled();
    return std::move(out_);
  }

 private:
  void AddEffect(const Effect& effect) {
    if (*effect.kind == EffectKind::kFte) return;  // counts, in no sum of money
    const EffectFigures figures = ComputeEffect(portfolio_, measure_, effect, as_of_);
    if (!figures.rates_known) out_.known = false;
    const Sums sums = SumOver(figures, {});
    const bool hard = effect.is_hard();
    if (!hard) {
      out_.soft_plan += sums.plan;
      out_.soft_expected += sums.expected;
    }
    if (hard && (*effect.kind == EffectKind::kOneOffCost || *effect.kind == EffectKind::kCapex)) {
      out_.cost_plan += sums.plan;
      out_.cost_actual += sums.actual;
    }
    if (IsLeading(effect, policy_)) AddLeading(figures, sums);
  }

  void AddLeading(const EffectFigures& figures, const Sums& sums) {
    out_.sums += sums;
    AddYears(figures);
    if (*figures.effect->nature == Nature::kRecurring) {
      out_.run_rate += RunRateOf(figures);
    } else {
      out_.one_off += sums.plan;
    }
    const Stage& stage = policy_.stages[static_cast<std::size_t>(measure_.stage_index)];
    weighted_hundredths_ += WeightedHundredths(figures, stage.weight ? *stage.weight : 0);
    out_.absolute_plan +=
        ShareOf(*figures.effect, {}, kExpected, MonthsWhere(figures, IsPlanMonth)).absolute_plan;
    if (closed_) {
      const Share share = ConfirmedShare(figures, *policy_.confirmation.months);
      out_.shares += {share, share};
    } else {
      out_.shares += SharesOf(figures, as_of_, *policy_.status.actuals_due_days);
    }
  }

  void AddYears(const EffectFigures& figures) {
    const int start = portfolio_.organization.fiscal_year_start_month();
    std::optional<FiscalYear> last;
    for (const MonthFigures& month : figures.months) {
      const FiscalYear year = FiscalYearOf(month.month, start);
      if (last && *last == year) continue;
      last = year;
      const Month first = FirstMonthOf(year, start);
      years_[year] += SumOver(figures, {first, MonthFromIndex(MonthIndex(first) + kMonthsPerYear - 1)});
    }
  }

  void SetLights() {
    out_.computed_implementation =
        ImplementationLight(measure_.milestones, as_of_, policy_.status.implementation);
    if (!measure_.active()) {
      out_.computed_implementation = Light::kGrey;
      return;  // both lights are grey on hold and when cancelled
    }
    const Light call =
        measure_.status && measure_.status->implementation ? *measure_.status->implementation : Light::kGrey;
    out_.implementation = Worse(out_.computed_implementation, call);
    out_.potential = closed_ ? ClosedPotentialLight(out_.shares.outlook, policy_.status.potential)
                             : PotentialLight(out_.shares, policy_.status.potential);
    out_.trap = !closed_ && out_.implementation == Light::kGreen &&
                (out_.potential == Light::kAmber || out_.potential == Light::kRed);
  }

  void SetStalled() {
    if (!measure_.active() || closed_) return;
    const Stage& stage = policy_.stages[static_cast<std::size_t>(measure_.stage_index)];
    const int limit = stage.stalled_after_days ? *stage.stalled_after_days : *policy_.stalled_after_days;
    const std::optional<Date> last = LastActivity(measure_);
    out_.stalled = last && DaysBetween(*last, as_of_) > limit;
  }

  const Portfolio& portfolio_;
  const Policy& policy_;
  const Measure& measure_;
  Date as_of_;
  bool closed_ = false;
  Total weighted_hundredths_;
  std::map<FiscalYear, Sums> years_;
  MeasureFigures out_;
};

}  // namespace

std::vector<ConfirmedMonth> ConfirmedMonths(const Measure& measure, const Effect& effect) {
  std::map<Month, ConfirmedMonth> months;
  for (const Decision& decision : measure.decisions) {
    if (!decision.decision || *decision.decision != DecisionKind::kConfirm) continue;
    if (decision.effect.value != effect.id.value || *decision.currency != *effect.currency) continue;
    const bool restates = decision.restates && *decision.restates;
    for (const MonthAmount& amount : decision.amounts) {
      const ConfirmedMonth confirmed{*amount.month, {amount.amount->digits}, amount.amount.span, &decision};
      const auto [earlier, fresh] = months.emplace(confirmed.month, confirmed);
      if (!fresh && restates) earlier->second = confirmed;
    }
  }
  std::vector<ConfirmedMonth> sorted;
  for (const auto& [month, confirmed] : months) sorted.push_back(confirmed);
  return sorted;
}

bool ActualIsDue(Month month, Date as_of, int actuals_due_days) {
  return DaysBetween(LastDayOf(month), as_of) >= actuals_due_days;
}

ValueBasis BasisOf(const Cell& cell, bool confirmed, State state, bool actual_due) {
  if (confirmed) return ValueBasis::kConfirmed;
  if (cell.actual) return ValueBasis::kActual;
  if (state != State::kActive) return ValueBasis::kNone;
  if (actual_due) return ValueBasis::kSilent;
  if (cell.forecast) return ValueBasis::kForecast;
  return cell.plan ? ValueBasis::kPlan : ValueBasis::kNone;
}

EffectFigures ComputeEffect(const Portfolio& portfolio, const Measure& measure, const Effect& effect,
                            Date as_of) {
  EffectFigures figures;
  figures.effect = &effect;
  std::map<Month, MonthFigures> months;
  for (const Cell& cell : effect.Cells()) months[cell.month].cell = cell;
  for (const ConfirmedMonth& confirmed : ConfirmedMonths(measure, effect)) {
    months[confirmed.month].confirmed_cell = confirmed.amount;
  }
  Converter convert(portfolio, effect, figures.rates_known);
  for (auto& [month, values] : months) {
    values.month = month;
    values.basis = BasisOf(values.cell, values.confirmed_cell.has_value(), *measure.state,
                           ActualIsDue(month, as_of, *portfolio.policy.status.actuals_due_days));
    values.has_value = *measure.state == State::kActive || values.basis == ValueBasis::kConfirmed ||
                       values.basis == ValueBasis::kActual;
    ConvertMonth(values, convert);
    figures.months.push_back(values);
  }
  if (effect.run_rate) figures.run_rate = convert.AtPlanRate(Amount{effect.run_rate->digits});
  return figures;
}

bool IsLeading(const Effect& effect, const Policy& policy) {
  return effect.is_hard() && *effect.kind == *policy.leading_effect;
}

Sums& Sums::operator+=(const Sums& other) {
  plan += other.plan;
  original += other.original;
  expected += other.expected;
  actual += other.actual;
  confirmed += other.confirmed;
  return *this;
}

Sums SumOver(const EffectFigures& figures, const MonthRange& range) {
  const Effect& effect = *figures.effect;
  const Months months =
      MonthsWhere(figures, [&](const MonthFigures& month) { return range.contains(month.month); });
  return {SumOf(effect, months, kPlan), SumOf(effect, months, kOriginal), SumOf(effect, months, kExpected),
          SumOf(effect, months, kActual), SumOf(effect, months, kConfirmed)};
}

bool Share::IsBelow(int percent) const {
  if (!defined()) return false;
  return (absolute_plan + value - plan) * 100 < absolute_plan * percent;
}

std::optional<int> Share::PerMille() const {
  if (!defined()) return std::nullopt;
  const Int128 exact = DivideRounded((absolute_plan + value - plan).minor() * 1000, absolute_plan.minor());
  return static_cast<int>(
      std::clamp<Int128>(exact, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
}

Share& Share::operator+=(const Share& other) {
  value += other.value;
  plan += other.plan;
  absolute_plan += other.absolute_plan;
  return *this;
}

PotentialShares& PotentialShares::operator+=(const PotentialShares& other) {
  outlook += other.outlook;
  to_date += other.to_date;
  return *this;
}

PotentialShares SharesOf(const EffectFigures& figures, Date as_of, int actuals_due_days) {
  const Effect& effect = *figures.effect;
  const bool one_off = *effect.nature == Nature::kOneOff;
  const auto due = [&](const MonthFigures& month) {
    return ActualIsDue(month.month, as_of, actuals_due_days);
  };
  const auto valued = [&](const MonthFigures& month) { return one_off || month.is_plan_month(); };
  const Months planned = MonthsWhere(figures, IsPlanMonth);
  const Months due_planned =
      MonthsWhere(figures, [&](const MonthFigures& m) { return due(m) && m.is_plan_month(); });
  const Months due_valued = MonthsWhere(figures, [&](const MonthFigures& m) { return due(m) && valued(m); });
  return {ShareOf(effect, MonthsWhere(figures, valued), kExpectedAtPlanRate, planned),
          ShareOf(effect, due_valued, kExpectedAtPlanRate, due_planned)};
}

std::vector<const MonthFigures*> MonthsToConfirm(const EffectFigures& figures, int months) {
  Months asked = MonthsWhere(figures, IsPlanMonth);
  if (asked.size() > static_cast<std::size_t>(months)) asked.resize(static_cast<std::size_t>(months));
  return asked;
}

Share ConfirmedShare(const EffectFigures& figures, int months) {
  const Months asked = MonthsToConfirm(figures, months);
  return ShareOf(*figures.effect, asked, kConfirmedAtPlanRate, asked);
}

Light PotentialLight(const PotentialShares& shares, const Policy::Status::Potential& thresholds) {
  return LightOf(shares.outlook, &shares.to_date, thresholds);
}

Light ClosedPotentialLight(const Share& confirmed, const Policy::Status::Potential& thresholds) {
  return LightOf(confirmed, nullptr, thresholds);
}

std::optional<int> DaysLate(const Milestone& milestone, Date as_of) {
  if (!milestone.due) return std::nullopt;
  if (milestone.done) return 0;
  const Date planned = milestone.forecast ? *milestone.forecast : *milestone.due;
  return std::max(0, DaysBetween(*milestone.due, std::max(planned, as_of)));
}

Light ImplementationLight(const std::vector<Milestone>& milestones, Date as_of,
                          const Policy::Status::Implementation& thresholds) {
  std::optional<int> latest;
  for (const Milestone& milestone : milestones) {
    const std::optional<int> days = milestone.is_key() ? DaysLate(milestone, as_of) : std::nullopt;
    if (days) latest = std::max(latest.value_or(0), *days);
  }
  if (!latest) return Light::kGrey;
  if (*latest > *thresholds.red_days) return Light::kRed;
  return *latest > *thresholds.amber_days ? Light::kAmber : Light::kGreen;
}

RunRate& RunRate::operator+=(const RunRate& other) {
  plan += other.plan;
  expected += other.expected;
  confirmed += other.confirmed;
  return *this;
}

RunRate RunRateOf(const EffectFigures& figures) {
  const Effect& effect = *figures.effect;
  const Months planned = MonthsWhere(figures, IsPlanMonth);
  if (effect.run_rate) {
    const std::size_t year = std::min<std::size_t>(planned.size(), kMonthsPerYear);
    const Months last(planned.end() - static_cast<std::ptrdiff_t>(year), planned.end());
    return {figures.run_rate, SumOf(effect, last, kExpected), SumOf(effect, last, kConfirmed)};
  }
  const int factor = HoldsLevels(*effect.kind) ? 1 : kMonthsPerYear;
  const auto last_of = [](const Months& months) { return months.empty() ? Months() : Months{months.back()}; };
  const Months last = last_of(planned);
  const Months last_confirmed = last_of(MonthsWhere(figures, HasConfirmed));
  return {SumOf(effect, last, kPlan) * factor, SumOf(effect, last, kExpected) * factor,
          SumOf(effect, last_confirmed, kConfirmed) * factor};
}

Total WeightedHundredths(const EffectFigures& figures, int weight) {
  const auto weigh = [&](Total cell) { return cell * (cell < Total() ? 100 : weight); };
  if (HoldsLevels(*figures.effect->kind)) return weigh(SumOver(figures, {}).expected);
  Total hundredths;
  for (const MonthFigures& month : figures.months) hundredths += weigh(month.expected);
  return hundredths;
}

std::optional<Date> LastActivity(const Measure& measure) {
  std::optional<Date> newest;
  const auto see = [&](Date date) { newest = newest ? std::max(*newest, date) : date; };
  for (const Decision& decision : measure.decisions) see(*decision.on);
  for (const Decision& decision : measure.open_approvals) see(*decision.on);
  if (measure.status && measure.status->on) see(*measure.status->on);
  for (const Milestone& milestone : measure.milestones) {
    if (milestone.done) see(*milestone.done);
  }
  for (const Effect& effect : measure.effects) {
    for (const Figure& figure : effect.figures) {
      if (figure.kind() == FigureKind::kActual) see(LastDayOf(figure.month()));
    }
  }
  return newest;
}

bool InLastStage(const Measure& measure, const Policy& policy) {
  return measure.stage_index == policy.last_stage();
}
bool IsSealed(const Measure& measure, const Policy& policy) {
  return measure.stage_index >= policy.lock_stage();
}

MeasureFigures ComputeMeasure(const Portfolio& portfolio, const Measure& measure, Date as_of) {
  return MeasureComputer(portfolio, measure, as_of).Compute();
}

std::vector<MeasureFigures> ComputeMeasures(const Portfolio& portfolio, Date as_of) {
  std::vector<MeasureFigures> all;
  all.reserve(portfolio.measures.size());
  for (const Measure& measure : portfolio.measures) all.push_back(ComputeMeasure(portfolio, measure, as_of));
  return all;
}

}  // namespace cat4
