#include "report/forecast_bias.h"

#include <algorithm>
#include <limits>

#include "report/lies.h"

namespace cat4 {
namespace {

const MonthFigures* FindMonth(const Sighting& now, const OutlookCell& cell) {
  for (const EffectFigures& figures : now.leading) {
    if (figures.effect->id->view() != cell.effect) continue;
    const auto found = std::ranges::lower_bound(figures.months, cell.month, {}, &MonthFigures::month);
    if (found != figures.months.end() && found->month == cell.month) return &*found;
  }
  return nullptr;
}

bool HasCome(const MonthFigures& month) {
  return month.basis == ValueBasis::kConfirmed || month.basis == ValueBasis::kActual;
}

void AddHits(const Story& story, std::span<const int> leads, std::vector<ForecastHit>& hits) {
  const Sighting& now = story.back();
  for (const Sighting& sighting : std::span(story).first(story.size() - 1)) {
    if (!sighting.measure().active()) continue;
    for (const OutlookCell& cell : OutlookAfter(sighting, sighting.day())) {
      const int lead = MonthIndex(cell.month) - MonthIndex(MonthOf(sighting.day()));
      if (std::ranges::find(leads, lead) == leads.end()) continue;
      const MonthFigures* month = FindMonth(now, cell);
      if (!month || !HasCome(*month)) continue;
      hits.push_back({now.figures, OwnerOf(sighting.measure()), cell.month, lead, cell.reported,
                      month->expected_at_plan_rate});
    }
  }
}

}  // namespace

std::vector<ForecastHit> FindForecastHits(const ReportInput& input, std::span<const int> leads) {
  std::vector<const ReportSide*> sides;
  for (const ReportSide& side : input.history) sides.push_back(&side);
  sides.push_back(&input.now);
  std::vector<ForecastHit> hits;
  for (const MeasureFigures* figures : MeasuresOf(input, input.now))
    AddHits(StoryOf(sides, figures->measure->id->view()), leads, hits);
  if (input.period)
    std::erase_if(hits, [&](const ForecastHit& hit) { return !input.period->months.contains(hit.month); });
  return hits;
}

std::optional<int> ForecastBias::PerMille() const {
  if (forecast == Total()) return std::nullopt;
  const Int128 share = DivideRounded(bias().minor() * 1000, Absolute(forecast).minor());
  constexpr Int128 kMost = std::numeric_limits<int>::max();
  return static_cast<int>(std::clamp(share, -kMost, kMost));
}

ForecastBias& ForecastBias::operator+=(const ForecastHit& hit) {
  forecast += hit.forecast;
  actual += hit.actual;
  ++months;
  return *this;
}

}  // namespace cat4
