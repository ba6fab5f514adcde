#include "cat4/model/rollup.h"

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
    case State::kOnHold: ++counts.on_hold; break;
    case State::kCancelled: ++counts.cancelled; break;
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

// Red (amber) when red (red or amber) measures hold more than the policy's share of the plan of the active ones, or
// of their number where none has a plan.
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

}  // namespace

NodeFigures RollUp(const Portfolio& portfolio, const Container& container, std::span<const MeasureFigures> measures,
                   Date as_of) {
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

Total ExpectedAgainst(const Portfolio& portfolio, const Target& target, std::span<const MeasureFigures> measures,
                      Date as_of) {
  const TargetBasis basis = target.basis ? *target.basis : TargetBasis::kCumulative;
  const int start = portfolio.organization.fiscal_year_start_month();
  const FiscalYear year = FiscalYearOf(*target.by, start);
  Total expected;
  for (const MeasureFigures& m : measures) {
    if (basis == TargetBasis::kRunRate) expected += m.run_rate.expected;
    if (basis == TargetBasis::kFiscalYear) {
      for (const auto& [of, sums] : m.by_year) {
        if (of == year) expected += sums.expected;
      }
    }
    if (basis != TargetBasis::kCumulative) continue;
    for (const Effect& effect : m.measure->effects) {
      if (!IsLeading(effect, portfolio.policy)) continue;
      const EffectFigures figures = ComputeEffect(portfolio, *m.measure, effect, as_of);
      expected += SumOver(figures, {MonthRange().first, *target.by}).expected;
    }
  }
  return expected;
}

}  // namespace cat4
