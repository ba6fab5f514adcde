// No milestone gets done at three month ends running, though one was to be done by the owner's own word.
#include <algorithm>

#include "report/lies_standstill.h"

namespace cat4 {
namespace {

std::ptrdiff_t DoneIn(const Measure& measure) {
  return std::ranges::count_if(measure.milestones,
                               [](const Milestone& milestone) { return static_cast<bool>(milestone.done); });
}

bool SameProgress(const Sighting& first, const Sighting& later) {
  return DoneIn(first.measure()) == DoneIn(later.measure()) &&
         first.measure().milestones.size() == later.measure().milestones.size();
}

// A milestone that the first version expected by the second month end, and that the last one has neither done
// nor due later.
const Milestone* BrokenPromise(std::span<const Sighting> run) {
  for (const Milestone& milestone : run.front().measure().milestones) {
    const std::optional<Date> day = ExpectedDay(milestone);
    if (!day || *day > run[1].day()) continue;
    const Milestone* later = FindMilestone(run.back().measure(), milestone.id->view());
    if (later && !later->done && later->due && *later->due <= run.back().day()) return &milestone;
  }
  return nullptr;
}

std::string DoneText(const Measure& measure) {
  return fmt::format("{} of {} milestones done", DoneIn(measure), measure.milestones.size());
}

}  // namespace

void FindSameProgress(const Story& story, std::vector<Trap>& traps) {
  ForStandstills(story, &SameProgress, [&](std::span<const Sighting> run) {
    const Milestone* promised = BrokenPromise(run);
    if (!promised) return false;
    const Sighting& first = run.front();
    const Sighting& last = run.back();
    const Milestone& now = *FindMilestone(last.measure(), promised->id->view());
    traps.push_back(
        {.kind = TrapKind::kSameProgress,
         .measure = story.back().figures,
         .owner = OwnerOf(last.measure()),
         .since = first.day(),
         .before = {first.side, fmt::format("{}; '{}' by {}", DoneText(first.measure()), promised->id->view(),
                                            FormatDate(*ExpectedDay(*promised)))},
         .after = {last.side, fmt::format("{}, {} month ends running; '{}' by {}", DoneText(last.measure()),
                                          run.size(), now.id->view(), FormatDate(*ExpectedDay(now)))},
         .at_stake = SumOf(OutlookAfter(last, last.day()))});
    return true;
  });
}

}  // namespace cat4
