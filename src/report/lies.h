// What looks better than it is, seen over several versions of the portfolio.
//
// A detector must not cry wolf: what is on hold, cancelled or closed promises nothing; what was amended was
// agreed; what a version does not know yet can't have changed in it.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/report/report_input.h"

namespace cat4 {

enum class TrapKind {
  kGreenStatus,          // the work is on track, the money is not
  kOptimisticCall,       // the owner's call is better than the milestones say
  kSilentSlip,           // the work slips, the forecast stays
  kDoubleClaim,          // several measures claim more than an account holds
  kEndMoved,             // the end moved, the forecast stayed
  kSameForecast,         // the forecast stays, though its months fall short
  kSameProgress,         // nothing gets done, though it was due
  kLateRedating,         // a milestone was re-dated shortly before it was due
  kPastChanged,          // a past month's figure changed after its report
  kGreenUntilCancelled,  // both lights were green when it was cancelled
};
inline constexpr std::size_t kTrapKinds = 10;
std::string_view Name(TrapKind kind);   // "end-moved"
std::string_view Title(TrapKind kind);  // "End moved alone"

// What a version said.
struct TrapEvidence {
  const ReportSide* side = nullptr;  // null: no version in particular
  std::string what;
};

struct Trap {
  TrapKind kind{};
  const MeasureFigures* measure = nullptr;  // as it stands now
  std::string owner;                        // as the version behind `after` names him
  Date since{};
  TrapEvidence before, after;
  // What of the measure it is about: milestone, effect and figure, or account; empty where it is about all of
  // it.
  std::string about = {};
  std::optional<Total> at_stake;  // in the reporting currency
};

// A measure as one version has it.
struct Sighting {
  const ReportSide* side = nullptr;
  const MeasureFigures* figures = nullptr;
  std::vector<EffectFigures> leading;  // of its leading effects that hold amounts

  const Measure& measure() const { return *figures->measure; }
  const Policy& policy() const { return side->portfolio->policy; }
  Date day() const { return side->as_of; }
};
// Oldest first; the last is the version that is reported on.
using Story = std::vector<Sighting>;

// Of the versions that know the measure and count in the same currency as the last one.
Story StoryOf(std::span<const ReportSide* const> sides, std::string_view id);

// Active and not in the last stage: it promises something.
bool IsInPlay(const Sighting& sighting);
// Decisions of that kind that the earlier version does not have.
bool HasNew(const Sighting& earlier, const Sighting& later, std::span<const DecisionKind> kinds);
// The due date of the milestone was changed by an amend of locked terms: it was agreed.
bool IsAgreed(const Sighting& earlier, const Sighting& later, const Milestone& before,
              const Milestone& after);

// The day by which a milestone that is not done is to be done: its forecast, or else its due date.
std::optional<Date> ExpectedDay(const Milestone& milestone);
const Milestone* FindMilestone(const Measure& measure, std::string_view id);

// A month of a leading effect that ends after a day, and what is foreseen for it: forecast, or else plan.
struct OutlookCell {
  std::string_view effect;
  Month month{};
  Amount cell;      // in the effect's currency
  Amount reported;  // in the reporting currency, at plan rates
  friend bool operator==(const OutlookCell&, const OutlookCell&) = default;
};
std::vector<OutlookCell> OutlookAfter(const Sighting& sighting, Date day);
Total SumOf(const std::vector<OutlookCell>& cells);
// Those that bring something and begin between the two days: after the old end, before the new one.
std::vector<OutlookCell> LostMonths(const Sighting& sighting, Date old_end, Date new_end);

// "1,235": whole units of the reporting currency of the version.
std::string AmountOf(const Sighting& sighting, Total total);
std::string OwnerOf(const Measure& measure);  // empty if there is none

// The detectors.
void FindEndMoved(const Story& story, std::vector<Trap>& traps);
void FindSameForecast(const Story& story, std::vector<Trap>& traps);
void FindSameProgress(const Story& story, std::vector<Trap>& traps);
void FindLateRedating(const Story& story, std::vector<Trap>& traps);
void FindPastChanged(const Story& story, std::vector<Trap>& traps);
void FindGreenUntilCancelled(const Story& story, std::vector<Trap>& traps);

// Days between the versions at which FindLateRedating has to look too, to know when a milestone was re-dated.
void AddDaysOfRedating(const Story& story, std::vector<Date>& days);

}  // namespace cat4
