#include "report/lies.h"

#include <algorithm>

#include "report/whole_units.h"

namespace cat4 {
namespace {

constexpr std::array<std::string_view, kTrapKinds> kNames = {
    "green-status",  "optimistic-call", "silent-slip",   "double-claim", "end-moved",
    "same-forecast", "same-progress",   "late-redating", "past-changed", "green-until-cancelled"};
constexpr std::array<std::string_view, kTrapKinds> kTitles = {
    "Green-status trap",   "Optimistic call",       "Silent slip",       "Double claim",
    "End moved alone",     "Forecast stands still", "Work stands still", "Re-dated late",
    "Past figure changed", "Green until cancelled"};

Date FirstDayOf(Month month) { return month / std::chrono::day(1); }

}  // namespace

std::string_view Name(TrapKind kind) { return kNames[static_cast<std::size_t>(kind)]; }
std::string_view Title(TrapKind kind) { return kTitles[static_cast<std::size_t>(kind)]; }

Story StoryOf(std::span<const ReportSide* const> sides, std::string_view id) {
  Story story;
  if (sides.empty()) return story;
  const Currency currency = *sides.back()->portfolio->organization.currency;
  for (const ReportSide* side : sides) {
    const MeasureFigures* figures = FindFigures(*side, id);
    if (!figures || *side->portfolio->organization.currency != currency) continue;
    Sighting& sighting = story.emplace_back(Sighting{side, figures, {}});
    for (const Effect& effect : figures->measure->effects) {
      if (IsLeading(effect, side->policy()) && !HoldsLevels(*effect.kind))
        sighting.leading.push_back(ComputeEffect(*side->portfolio, *figures->measure, effect, side->as_of));
    }
  }
  return story;
}

bool IsInPlay(const Sighting& sighting) {
  return sighting.measure().active() && !InLastStage(sighting.measure(), sighting.policy());
}

bool HasNew(const Sighting& earlier, const Sighting& later, std::span<const DecisionKind> kinds) {
  const std::vector<Decision>& decisions = later.measure().decisions;
  const std::size_t known = std::min(earlier.measure().decisions.size(), decisions.size());
  return std::any_of(
      decisions.begin() + static_cast<std::ptrdiff_t>(known), decisions.end(),
      [&](const Decision& decision) { return std::ranges::find(kinds, *decision.decision) != kinds.end(); });
}

bool IsAgreed(const Sighting& earlier, const Sighting& later, const Milestone& before,
              const Milestone& after) {
  constexpr DecisionKind kAmend[] = {DecisionKind::kAmend};
  const bool moved = before.due && after.due && *before.due != *after.due;
  return moved && IsSealed(earlier.measure(), earlier.policy()) && HasNew(earlier, later, kAmend) &&
         ExpectedDay(after) <= *after.due;
}

std::optional<Date> ExpectedDay(const Milestone& milestone) {
  if (milestone.done) return std::nullopt;
  if (milestone.forecast) return *milestone.forecast;
  return milestone.due ? std::optional<Date>(*milestone.due) : std::nullopt;
}

const Milestone* FindMilestone(const Measure& measure, std::string_view id) {
  const auto found = std::ranges::find_if(
      measure.milestones, [&](const Milestone& milestone) { return milestone.id->view() == id; });
  return found == measure.milestones.end() ? nullptr : &*found;
}

std::vector<OutlookCell> OutlookAfter(const Sighting& sighting, Date day) {
  std::vector<OutlookCell> cells;
  for (const EffectFigures& figures : sighting.leading) {
    for (const MonthFigures& month : figures.months) {
      const bool foreseen = month.basis == ValueBasis::kForecast || month.basis == ValueBasis::kPlan;
      if (!foreseen || LastDayOf(month.month) <= day) continue;
      const Amount cell = month.basis == ValueBasis::kForecast ? *month.cell.forecast : *month.cell.plan;
      cells.push_back({figures.effect->id->view(), month.month, cell, month.expected_at_plan_rate});
    }
  }
  return cells;
}

Total SumOf(const std::vector<OutlookCell>& cells) {
  Total sum;
  for (const OutlookCell& cell : cells) sum += cell.reported;
  return sum;
}

std::vector<OutlookCell> LostMonths(const Sighting& sighting, Date old_end, Date new_end) {
  std::vector<OutlookCell> cells = OutlookAfter(sighting, sighting.day());
  std::erase_if(cells, [&](const OutlookCell& cell) {
    const Date first = FirstDayOf(cell.month);
    return first < old_end || first >= new_end || cell.cell.minor <= 0;
  });
  return cells;
}

std::string AmountOf(const Sighting& sighting, Total total) {
  return WholeUnits(total, sighting.side->portfolio->organization.currency->exponent());
}

std::string OwnerOf(const Measure& measure) { return TextOf(measure.owner); }

}  // namespace cat4
