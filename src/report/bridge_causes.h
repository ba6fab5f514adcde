// Why the value that is expected of a measure differs from what was expected of it, split by cause.
//
// The difference is walked in this order; each step begins where the one before it ended, so that all of them
// add up:
//
//   1. currency, first part: what was expected then, at the plan rates of now instead of the rates of then.
//   From here on everything is at the plan rates of now. Month by month of each leading effect:
//   2. state: a month that lost its value because the measure was put on hold or cancelled since, or regained
//      it because it was resumed or reinstated, is explained by that alone.
//   3. plan: the change of the month's plan. What leaves some months of an effect and enters others is
//      re-timed, filled into the earliest months that take it; the rest is re-sized.
//   4. forecast: the change of the distance between the plan and what is known without a confirmation: the
//      actual; else nothing, where the actual is due; else the forecast; else the plan itself.
//   5. confirmed: the change of the distance between that and the confirmed amount. (Where a month is
//      confirmed without an actual, forecast or plan stands in step 4: the confirmation ended the silence.)
//   6. currency, second part: what is expected now, at the rates of its months instead of plan rates.
//
// A measure that is new, gone, or came from or went to where the report does not look, is explained by that
// alone. Where months hold levels (working_capital as the leading effect) an effect is one month, that of the
// last level, and a change of state explains all of it.
#pragma once

#include <array>
#include <string_view>

#include "cat4/report/report_input.h"

namespace cat4 {

enum class Cause {
  kNew,
  kGone,
  kMoved,
  kCancelled,
  kReinstated,
  kOnHold,
  kResumed,
  kResized,
  kRetimed,
  kForecast,
  kConfirmed,
  kCurrency
};
inline constexpr std::size_t kCauses = 12;
std::string_view Name(Cause cause);  // "resized"

// What changed the forecast, by what is known of the month now.
struct ForecastParts {
  Total actuals, silence, outlook;
  ForecastParts& operator+=(const ForecastParts& other);
};

struct Bridge {
  Total start, end;
  std::array<Total, kCauses> amounts{};
  std::array<int, kCauses> measures{};  // that a cause concerns, even where it comes to nothing
  ForecastParts forecast;

  Total& of(Cause cause) { return amounts[static_cast<std::size_t>(cause)]; }
  const Total& of(Cause cause) const { return amounts[static_cast<std::size_t>(cause)]; }
  bool explains() const;  // start + causes = end
  Bridge& operator+=(const Bridge& other);
};

// One end of a bridge.
struct BridgeEnd {
  const Portfolio* portfolio = nullptr;
  const Measure* measure = nullptr;
  Date as_of{};
};

// From an earlier version of a measure to the one of now.
Bridge BridgeBetween(const BridgeEnd& before, const BridgeEnd& now, const MonthRange& months);
// From the plan that was approved first, as if all of it were still to come, to now.
Bridge BridgeFromOriginal(const BridgeEnd& now, const MonthRange& months);
// A measure that is only now, or was only then, where the report looks: `cause` explains all of it.
Bridge BridgeFromNothing(const BridgeEnd& now, const MonthRange& months, Cause cause);
Bridge BridgeToNothing(const BridgeEnd& before, const MonthRange& months, Cause cause);

}  // namespace cat4
