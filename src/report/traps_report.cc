#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include "cat4/base/text.h"
#include "cat4/report/traps.h"

#include "report/grouped_rows.h"
#include "report/lies.h"
#include "report/traps_now.h"

namespace cat4 {
namespace {

constexpr std::size_t kShortCommit = 12;

struct KindText {
  std::string_view key, title, about, before, after;
};
constexpr std::array<KindText, kTrapKinds> kTexts = {{
    {"green_status_traps", "Green-status traps",
     "The work is on track, the money is not. At stake is what is missing of the plan.", "Plan", "Outlook"},
    {"optimistic_calls", "Optimistic calls",
     "The owner's call is better than the milestones say. At stake is what is foreseen for the months ahead.",
     "Called", "Computed"},
    {"silent_slips", "Silent slips",
     "A key milestone is forecast later than the effect is to begin, and the forecast is still the plan. At "
     "stake is "
     "what is foreseen for the months before.",
     "Was", "Is"},
    {"double_claims", "Double claims",
     "Hard plans of several measures on one account exceed its baseline. At stake is what is claimed above "
     "it.",
     "Account", "Claims"},
    {"ends_moved", "Ends moved, forecasts unchanged",
     "The end of the work moved beyond months that are foreseen as before. At stake is what they are to "
     "bring.",
     "Before", "After"},
    {"same_forecasts", "Forecasts that stand still",
     "Foreseen as before at three month ends or more, though the months that passed fell short. At stake is "
     "what is "
     "foreseen ahead.",
     "Before", "After"},
    {"same_progress", "Work that stands still",
     "No milestone done at three month ends or more, though one was to be. At stake is what is foreseen "
     "ahead.",
     "Before", "After"},
    {"late_redatings", "Milestones re-dated shortly before they were due",
     "A key milestone got a later day, or was removed, within 14 days before it was due. At stake is what is "
     "foreseen for the months in between.",
     "Before", "After"},
    {"past_changed", "Past figures changed after their report",
     "A figure of a past month is not what a month end reported. At stake is the difference.", "Reported",
     "Changed to"},
    {"green_until_cancelled", "Green until the day of cancellation",
     "Both lights were green at the last month end before the measure was cancelled. At stake is what is no "
     "longer "
     "expected.",
     "Before", "After"},
}};

std::vector<const ReportSide*> SidesOf(const ReportInput& input) {
  std::vector<const ReportSide*> sides;
  for (const ReportSide& side : input.history) sides.push_back(&side);
  sides.push_back(&input.now);
  return sides;
}

// With the days in between.
std::vector<const ReportSide*> AllSidesOf(const ReportInput& input) {
  std::vector<const ReportSide*> sides = SidesOf(input);
  for (const ReportSide& side : input.days) sides.insert(sides.end() - 1, &side);
  std::stable_sort(sides.begin(), sides.end() - 1,
                   [](const ReportSide* a, const ReportSide* b) { return a->as_of < b->as_of; });
  return sides;
}

// Of the days in between, those that this measure asks for: what is found of it does not depend on others.
std::vector<const ReportSide*> SidesFor(const Story& story, std::span<const ReportSide* const> all) {
  std::vector<Date> days;
  AddDaysOfRedating(story, days);
  for (const Sighting& sighting : story) days.push_back(sighting.day());
  std::vector<const ReportSide*> sides;
  std::ranges::copy_if(all, std::back_inserter(sides), [&](const ReportSide* side) {
    return std::ranges::find(days, side->as_of) != days.end();
  });
  return sides;
}

std::vector<Trap> FindTraps(const ReportInput& input, std::span<const MeasureFigures* const> measures) {
  constexpr std::array kDetectors = {&FindGreenStatus, &FindOptimisticCall,     &FindSilentSlip,
                                     &FindEndMoved,    &FindSameForecast,       &FindSameProgress,
                                     &FindPastChanged, &FindGreenUntilCancelled};
  const std::vector<const ReportSide*> sides = SidesOf(input), all_sides = AllSidesOf(input);
  std::vector<Trap> traps;
  for (const MeasureFigures* figures : measures) {
    const Story story = StoryOf(sides, figures->measure->id->view());
    for (const auto detect : kDetectors) detect(story, traps);
    FindLateRedating(StoryOf(SidesFor(story, all_sides), figures->measure->id->view()), traps);
  }
  FindDoubleClaims(sides, measures, traps);
  return traps;
}

// From the first sign of it to the version that shows it.
bool IsIn(const Trap& trap, const MonthRange& months) {
  const Date last = std::max(trap.since, trap.after.side->as_of);
  return MonthOf(trap.since) <= months.last && MonthOf(last) >= months.first;
}

// What is most at stake first.
bool ComesFirst(const Trap& a, const Trap& b) {
  const auto order = [](const Trap& trap) {
    return std::tuple(trap.at_stake ? Total() - *trap.at_stake : Total(1), trap.measure->measure->id->view(),
                      trap.kind, trap.since);
  };
  return order(a) < order(b);
}

std::string RevisionOf(const TrapEvidence& evidence) {
  return evidence.side ? evidence.side->revision.commit : std::string();
}

ReportValue DayOf(const TrapEvidence& evidence) {
  return evidence.side ? ReportValue(evidence.side->as_of) : ReportValue();
}

// "2026-05-31 (3f2a91c0d4e5): what was said".
std::string TextOf(const TrapEvidence& evidence, const ReportSide& now) {
  if (!evidence.side || evidence.side == &now) return evidence.what;
  return fmt::format("{} ({}): {}", FormatDate(evidence.side->as_of),
                     evidence.side->revision.commit.substr(0, kShortCommit), evidence.what);
}

class Builder {
 public:
  explicit Builder(const ReportInput& input) : input_(input), measures_(MeasuresOf(input, input.now)) {}

  Report Build() {
    report_.head = input_.head;
    traps_ = FindTraps(input_, measures_);
    if (input_.period)
      std::erase_if(traps_, [&](const Trap& trap) { return !IsIn(trap, input_.period->months); });
    std::stable_sort(traps_.begin(), traps_.end(), &ComesFirst);
    AddSummary();
    AddAll();
    for (std::size_t kind = 0; kind < kTrapKinds; ++kind) AddKind(static_cast<TrapKind>(kind));
    return std::move(report_);
  }

 private:
  void AddSummary() {
    std::set<std::string_view> ids;
    for (const Trap& trap : traps_) ids.insert(trap.measure->measure->id->view());
    report_.summary.push_back(fmt::format("{} in {} of {}", Count(traps_.size(), "trap"), ids.size(),
                                          Count(measures_.size(), "measure")));
    report_.summary.push_back(HistoryText());
  }

  std::string HistoryText() const {
    if (input_.history.empty())
      return fmt::format(
          "No month end could be looked back at: {}. What changes from one to the next was not "
          "looked for",
          input_.no_history.empty() ? "there is no history" : input_.no_history);
    const std::string first = FormatDate(input_.history.front().as_of);
    const std::string last = FormatDate(input_.history.back().as_of);
    std::string text = fmt::format("Looked back at {}, {}{}", Count(input_.history.size(), "month end"),
                                   first, first == last ? "" : " to " + last);
    const int months = MonthIndex(MonthOf(input_.history.back().as_of)) -
                       MonthIndex(MonthOf(input_.history.front().as_of)) + 1;
    const auto missing = static_cast<std::size_t>(months) - input_.history.size();
    if (missing > 0) text += fmt::format("; {} in between can't be read", Count(missing, "month end"));
    return text;
  }

  ReportRow RowOf(const Trap& trap) const {
    const Measure& measure = *trap.measure->measure;
    return {.values = {std::string(measure.id->view()), cat4::TextOf(measure.title), trap.owner,
                       std::string(Title(trap.kind)), trap.since,
                       trap.at_stake ? ReportValue(Money{*trap.at_stake}) : ReportValue(),
                       std::string(Name(trap.kind)), trap.before.what, trap.after.what,
                       RevisionOf(trap.before), DayOf(trap.before), RevisionOf(trap.after), DayOf(trap.after),
                       trap.about.empty() ? ReportValue() : ReportValue(trap.about)}};
  }

  void AddAll() {
    ReportSection section{
        .key = "traps",
        .title = {},
        .about = {},
        .columns = {{"measure", "Measure"},
                    {"title", "Title"},
                    {"owner", "Owner"},
                    {"trap", "Trap"},
                    {"since", "Since", ColumnKind::kDate},
                    {"at_stake", "At stake", ColumnKind::kMoney},
                    {"kind", "Kind", ColumnKind::kText, Shown::kToProgramsOnly},
                    {"before", "Before", ColumnKind::kText, Shown::kToProgramsOnly},
                    {"after", "After", ColumnKind::kText, Shown::kToProgramsOnly},
                    {"before_revision", "Revision before", ColumnKind::kText, Shown::kToProgramsOnly},
                    {"before_day", "Day before", ColumnKind::kDate, Shown::kToProgramsOnly},
                    {"after_revision", "Revision after", ColumnKind::kText, Shown::kToProgramsOnly},
                    {"after_day", "Day after", ColumnKind::kDate, Shown::kToProgramsOnly},
                    {"about", "About", ColumnKind::kText, Shown::kToProgramsOnly}},
        .rows = {},
        .nothing = "Nothing looks better than it is.",
        .notes = {}};
    for (const Trap& trap : traps_) section.rows.push_back(RowOf(trap));
    GroupRows(input_, measures_, section);
    report_.sections.push_back(std::move(section));
  }

  void AddKind(TrapKind kind) {
    const KindText& text = kTexts[static_cast<std::size_t>(kind)];
    ReportSection section{.key = std::string(text.key),
                          .title = std::string(text.title),
                          .about = std::string(text.about),
                          .columns = {{"measure", "Measure"},
                                      {"owner", "Owner"},
                                      {"since", "Since", ColumnKind::kDate},
                                      {"before", std::string(text.before)},
                                      {"after", std::string(text.after)},
                                      {"at_stake", "At stake", ColumnKind::kMoney}},
                          .rows = {},
                          .nothing = {},
                          .notes = {}};
    for (const Trap& trap : traps_) {
      if (trap.kind != kind) continue;
      section.rows.push_back(
          {.values = {std::string(trap.measure->measure->id->view()), trap.owner, trap.since,
                      TextOf(trap.before, input_.now), TextOf(trap.after, input_.now),
                      trap.at_stake ? ReportValue(Money{*trap.at_stake}) : ReportValue()}});
    }
    report_.sections.push_back(std::move(section));
  }

  const ReportInput& input_;
  const std::vector<const MeasureFigures*> measures_;
  std::vector<Trap> traps_;
  Report report_;
};

}  // namespace

Result<Report> BuildTraps(const ReportInput& input) { return Builder(input).Build(); }

std::vector<Date> DaysOfTraps(const ReportInput& input) {
  const std::vector<const ReportSide*> sides = SidesOf(input);
  std::vector<Date> days;
  for (const MeasureFigures* figures : MeasuresOf(input, input.now))
    AddDaysOfRedating(StoryOf(sides, figures->measure->id->view()), days);
  std::ranges::sort(days);
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

}  // namespace cat4
