// Figures that people report from month to month, forecasts and actuals: which of them may be written, and by
// which names. Sentences say what was found, what was wanted and what to do.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cat4/base/result.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

// A figure that is to be written.
struct FigureChange {
  const Effect* effect = nullptr;
  FigureKind kind = FigureKind::kForecast;
  Month month{};
  Decimal amount;  // with the decimals that it is written with
};

// forecast or actual. Others are refused with what to do instead.
Result<FigureKind> ReadReportedFigure(std::string_view word);

Result<Month> ReadMonth(std::string_view text);

// An amount of the format, with no more decimals than the currency has; no -0, no leading zeros (other
// programs read them as octal).
Result<Decimal> ReadAmount(std::string_view text, Currency currency);

// True if two amounts have the same value, however many decimals they are written with.
bool SameAmount(Decimal a, Decimal b);

// The measure's effect of that id; the only leading effect if `id` is empty. Fails also if its currency is
// not known.
Result<const Effect*> FindReportedEffect(const Portfolio& portfolio, const Measure& measure,
                                         std::string_view id);

// Why nothing about the figures of the measure can be judged, or nothing: what they rest on can't be read.
std::optional<Failure> WhyFiguresAreUnknown(const Portfolio& portfolio, const Measure& measure);

// Why forecasts of the measure (of figures, or of milestones) can't be changed, or nothing: it is in the last
// stage or cancelled.
std::optional<std::string> WhyNoForecast(const Portfolio& portfolio, const Measure& measure);

// True if the month lies ten years away from all others of the effect: a slip.
bool IsFarOff(const Effect& effect, Month month);

// Why the figure can't be written, or nothing: its month is closed, or lies after `as_of` for an actual, or
// ten years away from all others of the effect; or there is WhyNoForecast.
std::optional<std::string> WhyRefused(const Portfolio& portfolio, const Measure& measure,
                                      const FigureChange& change, Date as_of);

}  // namespace cat4
