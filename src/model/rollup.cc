#include "cat4/model/rollup.h"

#include <algorithm>

namespace cat4 {
namespace {

void Count(NodeCounts& counts, const MeasureFigures& figures) {
  ++counts.measures;
  switch (*figures.measure->state) {
    case State::kActive:
      ++counts.active;
      ++counts.implementation.by_light[static_cast<std::size_t>(figures.implementation)];
      ++counts.potential.by_light[static_cast<std::size_t>(figures.potential)];
      break;
    case State::kOnHold:
      ++counts.on_hold;
      break;
    case State::kCancelled:
      ++counts.cancelled;
      break;
  }
}

Sums WithoutPlan(Sums sums) {
  sums.plan = sums.original = Total();
  return sums;
}

void Add(NodeFigures& node, const MeasureFigures& m) {
  const bool cancelled = m.measure->cancelled();
  Count(node.counts, m);
  node.sums += cancelled ? WithoutPlan(m.sums) : m.sums;
  for (const auto& [year, sums] : m.by_year) node.by_year[year] += cancelled ? WithoutPlan(sums) : sums;
  node.weighted += m.weighted;
  node.cost_actual += m.cost_actual;
  node.soft_expected += m.soft_expected;
  node.run_rate.expected += m.run_rate.expected;
  node.run_rate.confirmed += m.run_rate.confirmed;
  if (cancelled) {
    node.cancelled_plan += m.sums.plan;
    return;
  }
  node.run_rate.plan += m.run_rate.plan;
  node.one_off += m.one_off;
  node.cost_plan += m.cost_plan;
  node.soft_plan += m.soft_plan;
}

// Red (amber) when red (red or amber) measures hold more than the policy's share of the plan of the active
// ones, or of their number where none has a plan.
Light RollUpImplementation(std::span<const MeasureFigures> measures, const Policy::Status::Rollup& shares) {
  Total all, red, amber;
  int count = 0, red_count = 0, amber_count = 0, lit = 0;
  for (const MeasureFigures& m : measures) {
    if (!m.measure->active()) continue;
    const bool is_red = m.implementation == Light::kRed;
    const bool is_amber = is_red || m.implementation == Light::kAmber;
    ++count;
    all += m.absolute_plan;
    if (m.implementation != Light::kGrey) ++lit;
    if (is_red) {
      ++red_count;
      red += m.absolute_plan;
    }
    if (is_amber) {
      ++amber_count;
      amber += m.absolute_plan;
    }
  }
  if (lit == 0) return Light::kGrey;
  if (all == Total()) {
    all = Total(count);
    red = Total(red_count);
    amber = Total(amber_count);
  }
  if (red * 100 > all * *shares.red_share) return Light::kRed;
  return amber * 100 > all * *shares.amber_share ? Light::kAmber : Light::kGreen;
}

Light RollUpPotential(std::span<const MeasureFigures> measures, const Policy::Status::Potential& thresholds) {
  PotentialShares shares;
  for (const MeasureFigures& m : measures) {
    if (!m.measure->cancelled()) shares += m.shares;
  }
  return PotentialLight(shares, thresholds);
}

Total ExpectedInYearOf(const Portfolio& portfolio, const MeasureFigures& m, Month month) {
  const FiscalYear year = FiscalYearOf(month, portfolio.organization.fiscal_year_start_month());
  for (const auto& [of, sums] : m.by_year) {
    if (of == year) return sums.expected;
  }
  return {};
}

Total ComputeExpectedUpTo(const Portfolio& portfolio, const Measure& measure, Month by, Date as_of) {
  Total expected;
  for (const Effect& effect : measure.effects) {
    if (!IsLeading(effect, portfolio.policy)) continue;
    const EffectFigures figures = ComputeEffect(portfolio, measure, effect, as_of);
    expected += SumOver(figures, {MonthRange().first, by}).expected;
  }
  return expected;
}

// From the sums of whole fiscal years, as most targets end with one. Only where `by` cuts a year in which the
// measure has figures, and for levels, which can't be added up, its months are gone through again.
Total ExpectedUpTo(const Portfolio& portfolio, const MeasureFigures& m, Month by, Date as_of) {
  const int start = portfolio.organization.fiscal_year_start_month();
  const FiscalYear year = FiscalYearOf(by, start);
  const bool cut = FiscalYearOf(MonthFromIndex(MonthIndex(by) + 1), start) == year;
  const bool has_year = std::ranges::any_of(m.by_year, [&](const auto& of) { return of.first == year; });
  if ((cut && has_year) || HoldsLevels(*portfolio.policy.leading_effect)) {
    return ComputeExpectedUpTo(portfolio, *m.measure, by, as_of);
  }
  Total expected;
  for (const auto& [of, sums] : m.by_year) {
    if (of <= year) expected += sums.expected;
  }
  return expected;
}

}  // namespace

NodeFigures RollUp(const Portfolio& portfolio, const Container& container,
                   std::span<const MeasureFigures> measures, Date as_of) {
  NodeFigures node;
  for (const MeasureFigures& m : measures) Add(node, m);
  node.implementation = RollUpImplementation(measures, portfolio.policy.status.rollup);
  node.potential = RollUpPotential(measures, portfolio.policy.status.potential);
  if (container.target) {
    node.target = Amount{container.target->amount->digits};
    node.gap = *node.target - ExpectedAgainst(portfolio, *container.target, measures, as_of);
  }
  return node;
}

NodeFigures OwnNode(const MeasureFigures& m) {
  NodeFigures node;
  Count(node.counts, m);
  node.sums = m.sums;
  node.by_year.insert(m.by_year.begin(), m.by_year.end());
  node.run_rate = m.run_rate;
  node.one_off = m.one_off;
  node.weighted = m.weighted;
  node.cost_plan = m.cost_plan;
  node.cost_actual = m.cost_actual;
  node.soft_plan = m.soft_plan;
  node.soft_expected = m.soft_expected;
  if (m.measure->cancelled()) node.cancelled_plan = m.sums.plan;
  node.implementation = m.implementation;
  node.potential = m.potential;
  return node;
}

Total ExpectedAgainst(const Portfolio& portfolio, const Target& target,
                      std::span<const MeasureFigures> measures, Date as_of) {
  const TargetBasis basis = target.basis ? *target.basis : TargetBasis::kCumulative;
  Total expected;
  for (const MeasureFigures& m : measures) {
    switch (basis) {
      case TargetBasis::kCumulative:
        expected += ExpectedUpTo(portfolio, m, *target.by, as_of);
        break;
      case TargetBasis::kFiscalYear:
        expected += ExpectedInYearOf(portfolio, m, *target.by);
        break;
      case TargetBasis::kRunRate:
        expected += m.run_rate.expected;
        break;
    }
  }
  return expected;
}

}  // namespace cat4
