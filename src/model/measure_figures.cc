// All figures of one measure, put together from those of its effects.
#include <algorithm>
#include <map>

#include "cat4/base/parallel.h"
#include "cat4/model/figures.h"

namespace cat4 {
namespace {

constexpr int kMonthsPerYear = 12;

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
    const PotentialShares shares = SharesOf(figures, as_of_, *policy_.status.actuals_due_days);
    out_.absolute_plan += shares.outlook.absolute_plan;
    if (closed_) {
      const Share share = ConfirmedShare(figures, *policy_.confirmation.months);
      out_.shares += {share, share};
    } else {
      out_.shares += shares;
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
    const std::optional<Date> last = LastActivity(measure_);
    out_.stalled = last && DaysBetween(*last, as_of_) > StalledAfterDays(measure_, policy_);
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

int StalledAfterDays(const Measure& measure, const Policy& policy) {
  const Stage& stage = policy.stages[static_cast<std::size_t>(measure.stage_index)];
  return stage.stalled_after_days ? *stage.stalled_after_days : *policy.stalled_after_days;
}

bool InLastStage(const Measure& measure, const Policy& policy) {
  return measure.stage_index == policy.last_stage();
}
bool IsSealed(const Measure& measure, const Policy& policy) {
  // A measure is born in the first stage; only entering a stage locks anything.
  return measure.stage_index > 0 && measure.stage_index >= policy.lock_stage();
}

MeasureFigures ComputeMeasure(const Portfolio& portfolio, const Measure& measure, Date as_of) {
  return MeasureComputer(portfolio, measure, as_of).Compute();
}

std::vector<MeasureFigures> ComputeMeasures(const Portfolio& portfolio, Date as_of) {
  constexpr std::size_t kMeasuresAtOnce = 256;
  std::vector<MeasureFigures> all(portfolio.measures.size());
  InParts(all.size(), kMeasuresAtOnce, [&](const Part& part) {
    for (std::size_t i = part.begin; i < part.end; ++i)
      all[i] = ComputeMeasure(portfolio, portfolio.measures[i], as_of);
  });
  return all;
}

}  // namespace cat4
