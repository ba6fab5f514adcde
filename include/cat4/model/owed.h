// What somebody should have said by a day: actuals, a status, forecasts, confirmations.
#pragma once

#include <vector>

#include "cat4/model/figures.h"

namespace cat4 {

// Past plan months of the effect whose actual is due, and that have neither an actual nor a confirmation.
std::vector<Month> SilentMonths(const Measure& measure, const Effect& effect, Date as_of,
                                int actuals_due_days);

// Days after the end of a month within which its actuals should be confirmed.
inline constexpr int kDaysToConfirm = 45;
// Months with an actual that has waited longer for its confirmation.
std::vector<Month> UnconfirmedMonths(const Measure& measure, const Effect& effect, Date as_of);

// Plan months after that of the as-of date without a forecast, where others have one.
struct OpenForecasts {
  std::vector<Month> months;
  std::size_t planned = 0;  // plan months ahead
};
OpenForecasts FindOpenForecasts(const Effect& effect, Month now);

// The day from which a status is counted: that of the last one, or else of the latest decision.
struct LastWord {
  Date date{};
  bool is_status = false;
};
LastWord LastWordOf(const Measure& measure);
// Days since then if that is longer than the policy allows, for active measures between lock and last stage;
// else 0.
int DaysWithoutStatus(const Portfolio& portfolio, const Measure& measure, Date as_of);

}  // namespace cat4
