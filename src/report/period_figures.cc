#include "report/period_figures.h"

#include <vector>

namespace cat4 {
namespace {

int WeightOf(const Measure& measure, const Policy& policy) {
  const Stage& stage = policy.stages[static_cast<std::size_t>(measure.stage_index)];
  return stage.weight ? *stage.weight : 0;
}

PeriodFigures Compute(const ReportInput& input, const Measure& measure) {
  const Portfolio& portfolio = *input.now.portfolio;
  PeriodFigures sum;
  Total hundredths;
  for (const Effect& effect : measure.effects) {
    if (!IsLeading(effect, portfolio.policy)) continue;
    const EffectFigures figures =
        Within(ComputeEffect(portfolio, measure, effect, input.now.as_of), MonthsOf(input));
    sum.sums += SumOver(figures, {});
    hundredths += WeightedHundredths(figures, WeightOf(measure, portfolio.policy));
  }
  const bool confirmed_only = measure.cancelled() || InLastStage(measure, portfolio.policy);
  sum.weighted = confirmed_only ? sum.sums.confirmed : Total(DivideRounded(hundredths.minor(), 100));
  return sum;
}

}  // namespace

MonthRange MonthsOf(const ReportInput& input) { return input.period ? input.period->months : MonthRange(); }

EffectFigures Within(EffectFigures figures, const MonthRange& months) {
  std::erase_if(figures.months, [&](const MonthFigures& month) { return !months.contains(month.month); });
  return figures;
}

PeriodFigures& PeriodFigures::operator+=(const PeriodFigures& other) {
  sums += other.sums;
  weighted += other.weighted;
  return *this;
}

PeriodFigures FiguresInPeriod(const ReportInput& input, const MeasureFigures& figures) {
  PeriodFigures sum =
      input.period ? Compute(input, *figures.measure) : PeriodFigures{figures.sums, figures.weighted};
  if (figures.measure->cancelled()) sum.sums.plan = sum.sums.original = Total();
  return sum;
}

}  // namespace cat4
