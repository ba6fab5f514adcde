#include "report/period_sums.h"

namespace cat4 {

std::vector<Sums> SumsOver(const ReportSide& side, const MonthRange& months) {
  std::vector<Sums> all;
  all.reserve(side.figures.size());
  for (const MeasureFigures& figures : side.figures) {
    Sums& sums = all.emplace_back();
    for (const Effect& effect : figures.measure->effects) {
      if (!IsLeading(effect, side.policy())) continue;
      sums += SumOver(ComputeEffect(*side.portfolio, *figures.measure, effect, side.as_of), months);
    }
  }
  return all;
}

Sums CountedAbove(const Measure& measure, Sums sums) {
  if (measure.cancelled()) sums.plan = sums.original = Total();
  return sums;
}

}  // namespace cat4
