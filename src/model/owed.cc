#include "cat4/model/owed.h"

#include <algorithm>

#include "cat4/model/traps.h"

namespace cat4 {
namespace {

void EraseConfirmed(const Measure& measure, const Effect& effect, std::vector<Month>& months) {
  if (months.empty()) return;
  const std::vector<ConfirmedMonth> confirmed = ConfirmedMonths(measure, effect);
  std::erase_if(months, [&](Month month) {
    return std::ranges::binary_search(confirmed, month, {}, &ConfirmedMonth::month);
  });
}

}  // namespace

std::vector<Month> SilentMonths(const Measure& measure, const Effect& effect, Date as_of,
                                int actuals_due_days) {
  std::vector<Month> months;
  for (const Cell& cell : effect.Cells()) {
    if (IsPlanMonth(cell) && !cell.actual && ActualIsDue(cell.month, as_of, actuals_due_days))
      months.push_back(cell.month);
  }
  EraseConfirmed(measure, effect, months);
  return months;
}

std::vector<Month> UnconfirmedMonths(const Measure& measure, const Effect& effect, Date as_of) {
  std::vector<Month> months;
  for (const Figure& figure : effect.figures) {
    const bool waits = DaysBetween(LastDayOf(figure.month()), as_of) > kDaysToConfirm;
    if (figure.kind() == FigureKind::kActual && waits) months.push_back(figure.month());
  }
  EraseConfirmed(measure, effect, months);
  return months;
}

OpenForecasts FindOpenForecasts(const Effect& effect, Month now) {
  OpenForecasts open;
  for (const Cell& cell : effect.Cells()) {
    if (cell.month <= now || !IsPlanMonth(cell)) continue;
    ++open.planned;
    if (!cell.forecast) open.months.push_back(cell.month);
  }
  if (open.months.size() == open.planned) open.months.clear();
  return open;
}

LastWord LastWordOf(const Measure& measure) {
  if (measure.status && measure.status->on) return {*measure.status->on, true};
  LastWord last;
  for (const Decision& decision : measure.decisions) last.date = std::max(last.date, *decision.on);
  return last;
}

int DaysWithoutStatus(const Portfolio& portfolio, const Measure& measure, Date as_of) {
  const Policy& policy = portfolio.policy;
  if (!measure.active() || !IsSealed(measure, policy) || InLastStage(measure, policy)) return 0;
  const LastWord last = LastWordOf(measure);
  const int age = DaysBetween(last.date, as_of);
  return age <= *policy.update_every_days || last.date == Date() ? 0 : age;
}

}  // namespace cat4
