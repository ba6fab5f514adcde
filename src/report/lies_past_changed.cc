// A figure of a past month is another one than at the month end that reported it.
#include <algorithm>
#include <map>

#include "cat4/base/text.h"

#include "report/lies.h"

namespace cat4 {
namespace {

enum class Figured { kActual, kConfirmed };

struct ChangedMonth {
  Month month{};
  std::optional<Amount> before, after;  // in the effect's currency
  Total difference;                     // in the reporting currency
};

// One effect in two versions; in the later one it may be gone.
struct Pair {
  const Sighting &earlier, &later;
  const EffectFigures before;
  const std::optional<EffectFigures> after;
};

bool IsSameKind(const Effect& a, const Effect& b) {
  return a.is_hard() && b.is_hard() && *a.kind == *b.kind && *a.currency == *b.currency;
}

const Effect* FindEffect(const Measure& measure, std::string_view id) {
  const auto found =
      std::ranges::find_if(measure.effects, [&](const Effect& effect) { return effect.id->view() == id; });
  return found == measure.effects.end() ? nullptr : &*found;
}

const MonthFigures* FindMonth(const EffectFigures& figures, Month month) {
  const auto found = std::ranges::lower_bound(figures.months, month, {}, &MonthFigures::month);
  return found != figures.months.end() && found->month == month ? &*found : nullptr;
}

std::optional<Amount> CellOf(const MonthFigures* month, Figured what) {
  if (!month) return std::nullopt;
  return what == Figured::kActual ? month->cell.actual : month->confirmed_cell;
}

Amount ReportedOf(const MonthFigures* month, Figured what) {
  if (!month) return {};
  return what == Figured::kActual ? month->actual : month->confirmed;
}

std::vector<ChangedMonth> ChangedMonths(const Pair& pair, Figured what) {
  std::vector<ChangedMonth> changed;
  for (const MonthFigures& month : pair.before.months) {
    const std::optional<Amount> before = CellOf(&month, what);
    if (!before || LastDayOf(month.month) > pair.earlier.day()) continue;
    const MonthFigures* later = pair.after ? FindMonth(*pair.after, month.month) : nullptr;
    const std::optional<Amount> after = CellOf(later, what);
    // An actual that follows what the controller confirmed is a correction that he signed.
    const bool follows = what == Figured::kActual && after && later->confirmed_cell == after;
    const bool same_currency = !pair.after || *pair.before.effect->currency == *pair.after->effect->currency;
    if ((before == after && same_currency) || follows) continue;
    changed.push_back({month.month, before, after,
                       Absolute(Total(ReportedOf(later, what)) - Total(ReportedOf(&month, what)))});
  }
  return changed;
}

std::string AmountText(const std::optional<Amount>& amount, const Effect& effect) {
  return amount ? FormatTotalGrouped(*amount, effect.currency->exponent()) : "nothing";
}

// "2026-05 31,000.00, 2026-06 30,000.00 EUR and 2 more".
std::string MonthsText(const std::vector<ChangedMonth>& changed, const Effect& effect,
                       std::optional<Amount> ChangedMonth::*figure) {
  constexpr std::size_t kNamed = 3;
  std::string text;
  for (std::size_t i = 0; i < std::min(kNamed, changed.size()); ++i)
    text += fmt::format("{}{} {}", i == 0 ? "" : ", ", FormatMonth(changed[i].month),
                        AmountText(changed[i].*figure, effect));
  const auto has = [&](const ChangedMonth& month) { return (month.*figure).has_value(); };
  if (std::ranges::any_of(changed, has)) text += fmt::format(" {}", effect.currency->unit());
  if (changed.size() > kNamed) text += fmt::format(" and {} more", changed.size() - kNamed);
  return text;
}

// Who confirmed anew, and that it was said to be so.
std::string ByWhom(const Pair& pair, Month month) {
  if (!pair.after) return {};
  for (const ConfirmedMonth& confirmed : ConfirmedMonths(pair.later.measure(), *pair.after->effect)) {
    if (confirmed.month != month) continue;
    const Decision& decision = *confirmed.decision;
    return fmt::format("{} by {} on {}: ", decision.restates && *decision.restates ? "restated" : "confirmed",
                       decision.by->view(), FormatDate(*decision.on));
  }
  return "no longer confirmed: ";
}

// "2026-05 30,000.00 EUR"; what became of the effect, where it is another one.
std::string AfterText(const Pair& pair, const std::vector<ChangedMonth>& changed) {
  if (!pair.after) return fmt::format("there is no effect '{}' any more", pair.before.effect->id->view());
  const Effect& effect = *pair.after->effect;
  const bool renamed = effect.id->view() != pair.before.effect->id->view();
  return (renamed ? fmt::format("'{}': ", effect.id->view()) : "") +
         MonthsText(changed, effect, &ChangedMonth::after);
}

void Look(const Pair& pair, Figured what, const MeasureFigures* now, std::vector<Trap>& traps) {
  const std::vector<ChangedMonth> changed = ChangedMonths(pair, what);
  if (changed.empty()) return;
  Total at_stake;
  for (const ChangedMonth& month : changed) at_stake += month.difference;
  const Effect& effect = *pair.before.effect;
  const std::string_view word = what == Figured::kActual ? "actual" : "confirmed";
  const std::string who = what == Figured::kActual ? "" : ByWhom(pair, changed.front().month);
  const bool levels = HoldsLevels(*effect.kind);  // they are no amounts that add up
  traps.push_back(
      {.kind = TrapKind::kPastChanged,
       .measure = now,
       .owner = OwnerOf(pair.later.measure()),
       .since = pair.later.day(),
       .before = {pair.earlier.side, fmt::format("'{}' {}: {}", effect.id->view(), word,
                                                 MonthsText(changed, effect, &ChangedMonth::before))},
       .after = {pair.later.side, who + AfterText(pair, changed)},
       .about = fmt::format("{} {}", effect.id->view(), word),
       .at_stake = levels ? std::nullopt : std::optional(at_stake)});
}

// What an effect of the earlier version is in the later one: that of its id, or one that is new there and of
// the same kind and currency: renamed, it is the same. Null: gone.
const Effect* Successor(const Sighting& earlier, const Sighting& later, const Effect& effect) {
  const Effect* same = FindEffect(later.measure(), effect.id->view());
  if (same && same->is_hard() && *same->kind == *effect.kind) return same;
  for (const Effect& other : later.measure().effects) {
    if (IsSameKind(effect, other) && !FindEffect(earlier.measure(), other.id->view())) return &other;
  }
  return nullptr;
}

// What was reported for past months of all effects of that kind and currency, whatever they are called.
std::map<Month, Total> ReportedMonths(const Sighting& sighting, const Effect& kind, Date until) {
  std::map<Month, Total> months;
  for (const Effect& effect : sighting.measure().effects) {
    if (!IsSameKind(effect, kind)) continue;
    const EffectFigures figures =
        ComputeEffect(*sighting.side->portfolio, sighting.measure(), effect, sighting.day());
    for (const MonthFigures& month : figures.months) {
      if (month.cell.actual && LastDayOf(month.month) <= until)
        months[month.month] += Total(*month.cell.actual);
    }
  }
  return months;
}

// An effect that was split, put together with another or called otherwise says the same as before.
bool IsRearranged(const Sighting& earlier, const Sighting& later, const Effect& effect) {
  return !FindEffect(later.measure(), effect.id->view()) &&
         ReportedMonths(earlier, effect, earlier.day()) == ReportedMonths(later, effect, earlier.day());
}

}  // namespace

void FindPastChanged(const Story& story, std::vector<Trap>& traps) {
  for (std::size_t i = 1; i < story.size(); ++i) {
    const Sighting& earlier = story[i - 1];
    const Sighting& later = story[i];
    for (const Effect& before : earlier.measure().effects) {
      if (!before.is_hard() || IsRearranged(earlier, later, before)) continue;
      const Effect* const after = Successor(earlier, later, before);
      const Pair pair{
          earlier, later, ComputeEffect(*earlier.side->portfolio, earlier.measure(), before, earlier.day()),
          after ? std::optional(ComputeEffect(*later.side->portfolio, later.measure(), *after, later.day()))
                : std::nullopt};
      Look(pair, Figured::kActual, story.back().figures, traps);
      Look(pair, Figured::kConfirmed, story.back().figures, traps);
    }
  }
}

}  // namespace cat4
