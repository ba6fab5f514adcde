// How far forecasts were from what came.
#pragma once

#include <string>
#include <vector>

#include "cat4/report/report_input.h"

namespace cat4 {

// A month of a leading effect: what was foreseen at a month end before, and what came. In the reporting
// currency, both at plan rates.
struct ForecastHit {
  const MeasureFigures* measure = nullptr;  // as it stands now
  std::string owner;                        // of the measure at that month end
  Month month{};
  int lead = 0;  // months between the month end and this one
  Amount forecast, actual;
};

// Of the months that have an actual or are confirmed; of those leads only. Levels are left out.
std::vector<ForecastHit> FindForecastHits(const ReportInput& input, std::span<const int> leads);

struct ForecastBias {
  Total forecast, actual;
  std::int64_t months = 0;

  Total bias() const { return forecast - actual; }  // positive: less came
  std::optional<int> PerMille() const;              // of the forecast; nothing where that is 0
  ForecastBias& operator+=(const ForecastHit& hit);
};

}  // namespace cat4
