// Actuals against confirmations, effect by effect and month by month.
#pragma once

#include <span>
#include <vector>

#include "cat4/model/figures.h"

namespace cat4 {

// Sums of what was reported and confirmed in one currency.
struct ReconciledSums {
  Total actual, confirmed;
  Total unconfirmed;     // of actuals in months that nobody confirmed
  Total without_actual;  // of confirmations in months without an actual
  Total restated;        // by how much restating changed what had been confirmed

  Total difference() const { return confirmed - actual; }
  ReconciledSums& operator+=(const ReconciledSums& other);
};

enum class MonthState { kAsReported, kDiffers, kUnconfirmed, kWithoutActual };
std::string_view Name(MonthState state);  // "as reported", …

// One month of an effect that has an actual or a confirmation. Where months hold levels (working_capital,
// fte), only the last actual and the last confirmation of the period are there, as in every sum.
struct ReconciledMonth {
  Month month{};
  MonthState state = MonthState::kAsReported;
  bool has_actual = false, has_confirmed = false;
  const Decision* decision = nullptr;  // that confirmed it; null: none
  bool restated = false;
  ReconciledSums own, reporting;  // in the effect's currency; in the organization's (nothing for fte)
};

// A confirm that replaced what an earlier one had confirmed.
struct Restatement {
  Month month{};
  const Decision *before = nullptr, *after = nullptr;
  Amount own_before, own_after, reporting_before, reporting_after;
};

struct ReconciledEffect {
  const Measure* measure = nullptr;
  const Effect* effect = nullptr;
  std::vector<ReconciledMonth> months;        // of the period
  std::vector<Restatement> restated;          // of months of the period
  std::vector<Restatement> restated_outside;  // of other months, decided on a day of the period
  int silent = 0;                             // plan months that are due and have neither figure
  ReconciledSums own, reporting;
};

// The hard effects of these measures that have something to tell in that period.
std::vector<ReconciledEffect> Reconcile(const Portfolio& portfolio,
                                        std::span<const MeasureFigures* const> measures, Date as_of,
                                        const MonthRange& period);

}  // namespace cat4
