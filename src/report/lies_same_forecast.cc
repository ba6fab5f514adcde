// The months ahead are foreseen as before at three month ends running, though those that passed fell short.
#include <algorithm>

#include "report/lies_standstill.h"

namespace cat4 {
namespace {

bool SameOutlook(const Sighting& first, const Sighting& later) {
  const std::vector<OutlookCell> ahead = OutlookAfter(later, later.day());
  const auto is_same = [](const OutlookCell& a, const OutlookCell& b) {
    return a.effect == b.effect && a.month == b.month && a.cell == b.cell;
  };
  return SumOf(ahead) > Total() && std::ranges::equal(ahead, OutlookAfter(first, later.day()), is_same);
}

// What the months that passed were to bring, and what they brought, as far as anybody said.
struct Passed {
  Share share;
  Month first{}, last{};
};

Passed PassedMonths(const Sighting& first, const Sighting& last) {
  Passed passed;
  const std::vector<OutlookCell> foreseen = OutlookAfter(first, first.day());
  for (const EffectFigures& figures : last.leading) {
    for (const MonthFigures& month : figures.months) {
      const bool told = month.basis == ValueBasis::kConfirmed || month.basis == ValueBasis::kActual;
      if (!told || LastDayOf(month.month) > last.day()) continue;
      const auto before = std::ranges::find_if(foreseen, [&](const OutlookCell& cell) {
        return cell.effect == figures.effect->id->view() && cell.month == month.month;
      });
      if (before == foreseen.end()) continue;
      if (!passed.share.defined() || month.month < passed.first) passed.first = month.month;
      passed.last = std::max(passed.last, month.month);
      passed.share += Share{month.expected_at_plan_rate, before->reported, Absolute(before->reported)};
    }
  }
  return passed;
}

bool FellShort(const Sighting& first, const Sighting& last) {
  return PassedMonths(first, last).share.IsBelow(*last.policy().status.potential.amber_below);
}

// From the last month end before the first month that passed: what was said before that is beside the point.
std::span<const Sighting> BeginningWith(Month passed, std::span<const Sighting> run) {
  while (run.size() > 1 && run[1].day() < LastDayOf(passed)) run = run.subspan(1);
  return run;
}

std::string MonthsText(const Passed& passed) {
  return passed.first == passed.last
             ? FormatMonth(passed.first)
             : fmt::format("{} to {}", FormatMonth(passed.first), FormatMonth(passed.last));
}

}  // namespace

void FindSameForecast(const Story& story, std::vector<Trap>& traps) {
  ForStandstills(story, &SameOutlook, [&](std::span<const Sighting> whole) {
    if (!FellShort(whole.front(), whole.back())) return false;
    const std::span<const Sighting> run =
        BeginningWith(PassedMonths(whole.front(), whole.back()).first, whole);
    const Sighting& first = run.front();
    const Sighting& last = run.back();
    // It was known a month end before: there was time to say so.
    if (run.size() < kStandstill || !FellShort(first, last) || !FellShort(first, run[run.size() - 2]))
      return false;
    const Passed passed = PassedMonths(first, last);
    const std::string months = MonthsText(passed);
    const std::string ahead = AmountOf(last, SumOf(OutlookAfter(last, last.day())));
    traps.push_back({.kind = TrapKind::kSameForecast,
                     .measure = story.back().figures,
                     .owner = OwnerOf(last.measure()),
                     .since = first.day(),
                     .before = {first.side, fmt::format("{}: {}; later {}", months,
                                                        AmountOf(first, passed.share.plan), ahead)},
                     .after = {last.side, fmt::format("{}: {}; later still {}, at {} month ends", months,
                                                      AmountOf(last, passed.share.value), ahead, run.size())},
                     .at_stake = SumOf(OutlookAfter(last, last.day()))});
    return true;
  });
}

}  // namespace cat4
