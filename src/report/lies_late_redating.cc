// A key milestone was given a later day, or removed, within the two weeks before it was due.
#include <algorithm>

#include "cat4/base/text.h"

#include "report/lies.h"

namespace cat4 {
namespace {

constexpr int kNotice = 14;  // days before the due day

// A key milestone that one version has later than the one before, or not at all.
struct Redating {
  const Milestone* before = nullptr;
  Date old_day{};
  std::optional<Date> new_day;  // nothing: it is gone
};

// What changed hands or stood still meanwhile is planned anew with good reason.
constexpr DecisionKind kNewStart[] = {DecisionKind::kHold, DecisionKind::kResume, DecisionKind::kReturn,
                                      DecisionKind::kReopen, DecisionKind::kReinstate};

// The milestone of the same id; or else a key one that is new, with the same title: it was called otherwise.
const Milestone* Successor(const Sighting& earlier, const Sighting& later, const Milestone& milestone) {
  if (const Milestone* same = FindMilestone(later.measure(), milestone.id->view())) return same;
  for (const Milestone& other : later.measure().milestones) {
    if (other.is_key() && !FindMilestone(earlier.measure(), other.id->view()) &&
        TextOf(other.title) == TextOf(milestone.title))
      return &other;
  }
  return nullptr;
}

bool IsRemovalAgreed(const Sighting& earlier, const Sighting& later) {
  constexpr DecisionKind kAmend[] = {DecisionKind::kAmend};
  return IsSealed(earlier.measure(), earlier.policy()) && HasNew(earlier, later, kAmend);
}

std::vector<Redating> RedatingsOf(const Sighting& earlier, const Sighting& later) {
  std::vector<Redating> all;
  if (!IsInPlay(earlier) || !IsInPlay(later) || HasNew(earlier, later, kNewStart)) return all;
  for (const Milestone& before : earlier.measure().milestones) {
    const std::optional<Date> old_day = ExpectedDay(before);
    if (!before.is_key() || !old_day) continue;
    const Milestone* after = Successor(earlier, later, before);
    const std::optional<Date> new_day = after ? ExpectedDay(*after) : std::nullopt;
    if (after ? !new_day || IsAgreed(earlier, later, before, *after) : IsRemovalAgreed(earlier, later))
      continue;
    // A move that turns no light amber is none.
    if (!after || DaysBetween(*old_day, *new_day) > *later.policy().status.implementation.amber_days)
      all.push_back({&before, *old_day, new_day});
  }
  return all;
}

// The last day at the end of which the old date may still stand if it was changed in time.
Date LastDayInTime(const Redating& redating) { return redating.old_day - std::chrono::days(kNotice + 1); }

std::string NoticeText(const Redating& redating, const Sighting& earlier, const Sighting& later) {
  const int most = DaysBetween(earlier.day(), redating.old_day) - 1;
  const int least = std::max(0, DaysBetween(later.day(), redating.old_day));
  const std::string days = Count(static_cast<std::size_t>(most), "day");
  return most == least ? days + " before" : fmt::format("{} to {} before", least, days);
}

std::string AfterText(const Redating& redating, const Sighting& earlier, const Sighting& later) {
  const std::string notice = NoticeText(redating, earlier, later);
  return redating.new_day ? fmt::format("by {}, re-dated {}", FormatDate(*redating.new_day), notice)
                          : fmt::format("removed {}", notice);
}

}  // namespace

void FindLateRedating(const Story& story, std::vector<Trap>& traps) {
  for (std::size_t i = 1; i < story.size(); ++i) {
    const Sighting& earlier = story[i - 1];
    const Sighting& later = story[i];
    for (const Redating& redating : RedatingsOf(earlier, later)) {
      // Only what is certain: the old date still stood when two weeks were left, and the day had not passed.
      if (earlier.day() < LastDayInTime(redating) || earlier.day() >= redating.old_day) continue;
      const Total lost =
          redating.new_day ? SumOf(LostMonths(later, redating.old_day, *redating.new_day)) : Total();
      traps.push_back({.kind = TrapKind::kLateRedating,
                       .measure = story.back().figures,
                       .owner = OwnerOf(later.measure()),
                       .since = later.day(),
                       .before = {earlier.side, fmt::format("'{}' by {}", redating.before->id->view(),
                                                            FormatDate(redating.old_day))},
                       .after = {later.side, AfterText(redating, earlier, later)},
                       .about = std::string(redating.before->id->view()),
                       .at_stake = lost > Total() ? std::optional(lost) : std::nullopt});
    }
  }
}

void AddDaysOfRedating(const Story& story, std::vector<Date>& days) {
  for (std::size_t i = 1; i < story.size(); ++i) {
    const Sighting& earlier = story[i - 1];
    const Sighting& later = story[i];
    for (const Redating& redating : RedatingsOf(earlier, later)) {
      for (const Date day : {LastDayInTime(redating), redating.old_day}) {
        if (earlier.day() < day && day < later.day()) days.push_back(day);
      }
    }
  }
}

}  // namespace cat4
