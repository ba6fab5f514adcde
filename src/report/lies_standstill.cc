#include "report/lies_standstill.h"

namespace cat4 {
namespace {

bool IsMonthEnd(const Sighting& sighting) { return sighting.day() == LastDayOf(MonthOf(sighting.day())); }

bool Follows(const Sighting& next, const Sighting& last) {
  return IsMonthEnd(next) && IsMonthEnd(last) &&
         MonthIndex(MonthOf(next.day())) == MonthIndex(MonthOf(last.day())) + 1;
}

}  // namespace

void ForStandstills(const Story& story, const std::function<bool(const Sighting&, const Sighting&)>& same,
                    const std::function<bool(std::span<const Sighting>)>& found) {
  for (std::size_t first = 0; first < story.size();) {
    std::size_t end = first + 1;
    while (IsInPlay(story[first]) && end < story.size() && IsInPlay(story[end]) &&
           Follows(story[end], story[end - 1]) && same(story[first], story[end])) {
      ++end;
    }
    const bool told = end - first >= kStandstill && found(std::span(story).subspan(first, end - first));
    first = told ? end : first + 1;
  }
}

}  // namespace cat4
