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

}  // namespace

std::vector<ConfirmedMonth> ConfirmedMonths(const Measure& measure, const Effect& effect) {
  return ConfirmedMonths(measure.decisions, effect);
}

std::vector<ConfirmedMonth> ConfirmedMonths(std::span<const Decision> decisions, const Effect& effect) {
  std::map<Month, ConfirmedMonth> months;
  for (const Decision& decision : decisions) {
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
  std::vector<MonthFigures>& months = figures.months;  // by month, as the cells are
  const std::vector<Cell> cells = effect.Cells();
  months.reserve(cells.size());
  for (const Cell& cell : cells) {
    MonthFigures& month = months.emplace_back();
    month.month = cell.month;
    month.cell = cell;
  }
  for (const ConfirmedMonth& confirmed : ConfirmedMonths(measure, effect)) {
    auto at = std::ranges::lower_bound(months, confirmed.month, {}, &MonthFigures::month);
    if (at == months.end() || at->month != confirmed.month) {
      at = months.insert(at, MonthFigures());
      at->month = confirmed.month;
    }
    at->confirmed_cell = confirmed.amount;
  }
  Converter convert(portfolio, effect, figures.rates_known);
  for (MonthFigures& month : months) {
    month.basis = BasisOf(month.cell, month.confirmed_cell.has_value(), *measure.state,
                          ActualIsDue(month.month, as_of, *portfolio.policy.status.actuals_due_days));
    month.has_value = *measure.state == State::kActive || month.basis == ValueBasis::kConfirmed ||
                      month.basis == ValueBasis::kActual;
    ConvertMonth(month, convert);
  }
  if (effect.run_rate) figures.run_rate = convert.AtPlanRate(Amount{effect.run_rate->digits});
  return figures;
}

bool CurrencyIsKnown(const Portfolio& portfolio, const Measure& measure, const Effect& effect) {
  if (*effect.kind == EffectKind::kFte) return true;
  if (effect.currency && effect.currency.span.file() == measure.file) return true;
  if (measure.inherits_unknown) return false;
  if (portfolio.containers[static_cast<std::size_t>(measure.package)].currency) return true;
  return !measure.legal_entity || portfolio.FindLegalEntity(*measure.legal_entity);
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

}  // namespace cat4
