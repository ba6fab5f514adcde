#include "report/reconciliation.h"

#include <algorithm>
#include <array>

namespace cat4 {
namespace {

// What was confirmed of a month before and after each confirm that restates.
std::vector<Restatement> RestatementsOf(const Measure& measure, const Effect& effect) {
  std::vector<Restatement> all;
  const std::span<const Decision> decisions = measure.decisions;
  for (std::size_t i = 1; i < decisions.size(); ++i) {
    if (!decisions[i].restates || !*decisions[i].restates) continue;
    const std::vector<ConfirmedMonth> before = ConfirmedMonths(decisions.first(i), effect);
    for (const ConfirmedMonth& after : ConfirmedMonths(decisions.first(i + 1), effect)) {
      const auto earlier = std::ranges::find(before, after.month, &ConfirmedMonth::month);
      if (after.decision != &decisions[i] || earlier == before.end()) continue;
      all.push_back({after.month, earlier->decision, after.decision, earlier->amount, after.amount, {}, {}});
    }
  }
  return all;
}

class Reconciler {
 public:
  Reconciler(const Portfolio& portfolio, const Measure& measure, const Effect& effect, Date as_of,
             const MonthRange& period)
      : portfolio_(portfolio),
        period_(period),
        fte_(*effect.kind == EffectKind::kFte),
        figures_(ComputeEffect(portfolio, measure, effect, as_of)),
        confirmed_(ConfirmedMonths(measure, effect)) {
    out_.measure = &measure;
    out_.effect = &effect;
  }

  ReconciledEffect Run() {
    TakeRestatements();
    for (const MonthFigures& month : figures_.months) {
      if (period_.contains(month.month)) TakeMonth(month);
    }
    for (const ReconciledMonth& month : out_.months) {
      out_.own += month.own;
      out_.reporting += month.reporting;
    }
    return std::move(out_);
  }

 private:
  Amount Converted(Amount amount, Month month) const {
    const Rate* rate = portfolio_.MonthlyRate(*out_.effect->currency, month);
    if (fte_ || !rate) return {};
    return Convert(amount, out_.effect->currency->exponent(), *rate,
                   portfolio_.organization.currency->exponent())
        .value_or(Amount());
  }

  void TakeRestatements() {
    for (Restatement& one : RestatementsOf(*out_.measure, *out_.effect)) {
      one.reporting_before = Converted(one.own_before, one.month);
      one.reporting_after = Converted(one.own_after, one.month);
      if (period_.contains(one.month)) {
        out_.restated.push_back(one);
      } else if (period_.contains(MonthOf(*one.after->on))) {
        out_.restated_outside.push_back(one);
      }
    }
  }

  // A later month of the period has the figure: where months hold levels, this one does not count then.
  template <typename Has>
  bool Counts(const MonthFigures& month, Has has) const {
    if (!has(month)) return false;
    if (!HoldsLevels(*out_.effect->kind)) return true;
    return std::ranges::none_of(figures_.months, [&](const MonthFigures& other) {
      return other.month > month.month && period_.contains(other.month) && has(other);
    });
  }

  void TakeMonth(const MonthFigures& figures) {
    const auto actual = [](const MonthFigures& month) { return month.cell.actual.has_value(); };
    const auto confirmed = [](const MonthFigures& month) { return month.confirmed_cell.has_value(); };
    if (figures.basis == ValueBasis::kSilent && figures.is_plan_month() &&
        IsSealed(*out_.measure, portfolio_.policy))
      ++out_.silent;
    ReconciledMonth month{.month = figures.month, .own = {}, .reporting = {}};
    month.has_actual = Counts(figures, actual);
    month.has_confirmed = Counts(figures, confirmed);
    if (!month.has_actual && !month.has_confirmed) return;
    month.state = !confirmed(figures)                               ? MonthState::kUnconfirmed
                  : !actual(figures)                                ? MonthState::kWithoutActual
                  : *figures.cell.actual == *figures.confirmed_cell ? MonthState::kAsReported
                                                                    : MonthState::kDiffers;
    Add(month, figures.cell.actual.value_or(Amount()), figures.confirmed_cell.value_or(Amount()), month.own);
    if (!fte_) Add(month, figures.actual, figures.confirmed, month.reporting);
    if (month.has_confirmed) TakeConfirmation(month);
    out_.months.push_back(month);
  }

  static void Add(const ReconciledMonth& month, Amount actual, Amount confirmed, ReconciledSums& sums) {
    if (month.has_actual) sums.actual = actual;
    if (month.has_confirmed) sums.confirmed = confirmed;
    if (month.state == MonthState::kUnconfirmed) sums.unconfirmed = actual;
    if (month.state == MonthState::kWithoutActual) sums.without_actual = confirmed;
  }

  void TakeConfirmation(ReconciledMonth& month) const {
    month.decision = std::ranges::find(confirmed_, month.month, &ConfirmedMonth::month)->decision;
    for (const Restatement& one : out_.restated) {
      if (one.month != month.month) continue;
      month.restated = true;
      month.own.restated += Total(one.own_after) - one.own_before;
      month.reporting.restated += Total(one.reporting_after) - one.reporting_before;
    }
  }

  const Portfolio& portfolio_;
  const MonthRange& period_;
  const bool fte_;
  const EffectFigures figures_;
  const std::vector<ConfirmedMonth> confirmed_;
  ReconciledEffect out_;
};

}  // namespace

ReconciledSums& ReconciledSums::operator+=(const ReconciledSums& other) {
  actual += other.actual;
  confirmed += other.confirmed;
  unconfirmed += other.unconfirmed;
  without_actual += other.without_actual;
  restated += other.restated;
  return *this;
}

std::string_view Name(MonthState state) {
  constexpr std::array<std::string_view, 4> kNames = {"as reported", "differs", "unconfirmed",
                                                      "without actual"};
  return kNames[static_cast<std::size_t>(state)];
}

std::vector<ReconciledEffect> Reconcile(const Portfolio& portfolio,
                                        std::span<const MeasureFigures* const> measures, Date as_of,
                                        const MonthRange& period) {
  std::vector<ReconciledEffect> all;
  for (const MeasureFigures* figures : measures) {
    for (const Effect& effect : figures->measure->effects) {
      if (!effect.is_hard()) continue;
      ReconciledEffect one = Reconciler(portfolio, *figures->measure, effect, as_of, period).Run();
      if (one.months.empty() && one.restated.empty() && one.restated_outside.empty() && one.silent == 0)
        continue;
      all.push_back(std::move(one));
    }
  }
  return all;
}

}  // namespace cat4
