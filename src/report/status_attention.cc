// What of the status report needs somebody's attention.
#include <algorithm>

#include "cat4/base/text.h"

#include "report/status_sections.h"

namespace cat4 {
namespace {

constexpr ColumnKind kText = ColumnKind::kText, kMoney = ColumnKind::kMoney, kDate = ColumnKind::kDate,
                     kCount = ColumnKind::kCount, kShare = ColumnKind::kShare;
constexpr Shown kPrograms = Shown::kToProgramsOnly;

std::string IdOf(const MeasureFigures& figures) { return std::string(figures.measure->id->view()); }

ReportValue ShareValue(const Share& share) {
  const std::optional<int> share_of_plan = share.PerMille();
  return share_of_plan ? ReportValue(PerMille{*share_of_plan}) : ReportValue();
}
ReportValue MissingOf(const Share& share) {
  return share.defined() ? ReportValue(Money{share.plan - share.value}) : ReportValue();
}

// Those of the measures reported on that the report lists.
template <typename Wanted>
std::vector<const MeasureFigures*> MeasuresWhere(const ReportInput& input, Wanted wanted) {
  std::vector<const MeasureFigures*> measures = MeasuresOf(input, input.now);
  std::erase_if(measures, [&](const MeasureFigures* figures) { return !wanted(*figures); });
  return measures;
}

ReportRow TrapRow(const MeasureFigures& figures) {
  const auto& [outlook, to_date] = figures.shares;
  return {.values = {IdOf(figures), TextOf(figures.measure->title), figures.potential, ShareValue(outlook),
                     MissingOf(outlook), ShareValue(to_date), MissingOf(to_date),
                     TextOf(figures.measure->owner), TextOf(figures.measure->stage)}};
}

// Any of them will do: "a.berg, h.vogt or j.kranz".
std::string AnyOf(const std::vector<std::string>& people) {
  if (people.empty()) return "nobody may give it";
  std::string text = people.front();
  for (std::size_t i = 1; i < people.size(); ++i) text += (i + 1 < people.size() ? ", " : " or ") + people[i];
  return text;
}

// "sponsor: h.vogt", "steering committee: 2 of a.berg, h.vogt or j.kranz".
std::string WaitingText(const OpenDecision::Waiting& waiting) {
  std::string role = waiting.role;
  std::ranges::replace(role, '_', ' ');
  return fmt::format("{}: {}{}", role, waiting.votes > 1 ? fmt::format("{} of ", waiting.votes) : "",
                     AnyOf(waiting.people));
}

std::string MissingText(const OpenDecision& decision) {
  if (decision.missing.empty()) return "nothing but the transition itself";
  std::string text;
  for (const OpenDecision::Waiting& waiting : decision.missing)
    text += (text.empty() ? "" : "; ") + WaitingText(waiting);
  return text;
}

std::string GivenText(const OpenDecision& decision) {
  std::string text;
  for (const std::string& given : decision.given) text += (text.empty() ? "" : "; ") + given;
  return text;
}

ReportRow DecisionRow(const OpenDecision& decision, Date as_of) {
  return {.values = {IdOf(*decision.measure), TextOf(decision.measure->measure->title), decision.what,
                     decision.gate, decision.since,
                     std::int64_t{std::max(0, DaysBetween(decision.since, as_of))}, MissingText(decision),
                     GivenText(decision)}};
}

int IdleDays(const MeasureFigures& figures, Date as_of) {
  const std::optional<Date> last = LastActivity(*figures.measure);
  return last ? DaysBetween(*last, as_of) : 0;
}

ReportRow StalledRow(const MeasureFigures& figures, const ReportSide& now) {
  const Measure& measure = *figures.measure;
  return {.values = {IdOf(figures), TextOf(measure.title), TextOf(measure.stage), *LastActivity(measure),
                     std::int64_t{IdleDays(figures, now.as_of)},
                     std::int64_t{StalledAfterDays(measure, now.policy())}, Money{figures.sums.expected},
                     TextOf(measure.owner)}};
}

// The decision that put the measure on hold; null where the files have none.
const Decision* HoldOf(const Measure& measure) {
  const auto found = std::find_if(measure.decisions.rbegin(), measure.decisions.rend(),
                                  [](const Decision& d) { return *d.decision == DecisionKind::kHold; });
  return found == measure.decisions.rend() ? nullptr : &*found;
}

ReportValue DateOf(const Located<Date>& date) { return date ? ReportValue(*date) : ReportValue(); }

ReportRow OnHoldRow(const MeasureFigures& figures, Date as_of) {
  const Measure& measure = *figures.measure;
  const Decision* hold = HoldOf(measure);
  const auto over = [&] { return std::int64_t{std::max(0, DaysBetween(*hold->until, as_of))}; };
  return {.values = {IdOf(figures), TextOf(measure.title), TextOf(measure.stage),
                     hold ? DateOf(hold->on) : ReportValue(), hold ? DateOf(hold->until) : ReportValue(),
                     hold && hold->until ? ReportValue(over()) : ReportValue(),
                     hold ? TextOf(hold->reason) : std::string(), Money{figures.sums.plan},
                     hold ? TextOf(hold->by) : std::string()}};
}

}  // namespace

ReportSection TrapsSection(const ReportInput& input) {
  ReportSection section = NewSection("trap_measures", "Green-status traps",
                                     "The work is on track, the money is not: shares of the plan that are "
                                     "expected over all months, and in those whose actuals are due.",
                                     {{"measure", "Measure"},
                                      {"title", "Title"},
                                      {"potential", "Pot", ColumnKind::kLight},
                                      {"outlook", "Outlook", kShare},
                                      {"missing", "Missing", kMoney},
                                      {"to_date", "To date", kShare},
                                      {"missing_to_date", "Behind", kMoney},
                                      {"owner", "Owner"},
                                      {"stage", "Stage", kText, kPrograms}});
  std::vector<const MeasureFigures*> traps =
      MeasuresWhere(input, [](const MeasureFigures& figures) { return figures.trap; });
  std::ranges::stable_sort(traps, std::greater(), [](const MeasureFigures* figures) {
    const Share& outlook = figures->shares.outlook;
    return outlook.plan - outlook.value;
  });
  for (const MeasureFigures* figures : traps) section.rows.push_back(TrapRow(*figures));
  return section;
}

ReportSection DecisionsDueSection(const ReportInput& input) {
  ReportSection section = NewSection("decisions_due", "Decisions due", {},
                                     {{"measure", "Measure"},
                                      {"title", "Title"},
                                      {"decision", "Decision"},
                                      {"gate", "Gate", kText, kPrograms},
                                      {"since", "Since", kDate},
                                      {"days", "Days", kCount},
                                      {"missing", "Missing, and from whom"},
                                      {"given", "Given", kText, kPrograms}});
  const std::vector<const MeasureFigures*> measures = MeasuresOf(input, input.now);
  for (const OpenDecision& decision : input.open) {
    // Measures of a node stand side by side.
    const bool here =
        !measures.empty() && measures.front() <= decision.measure && decision.measure <= measures.back();
    if (here) section.rows.push_back(DecisionRow(decision, input.now.as_of));
  }
  return section;
}

ReportSection StalledSection(const ReportInput& input) {
  ReportSection section = NewSection("stalled_measures", "Stalled: nothing has moved for a long time", {},
                                     {{"measure", "Measure"},
                                      {"title", "Title"},
                                      {"stage", "Stage"},
                                      {"last_activity", "Last moved", kDate},
                                      {"days", "Days", kCount},
                                      {"stalled_after_days", "Allowed", kCount},
                                      {"expected", "Expected", kMoney},
                                      {"owner", "Owner"}});
  std::vector<const MeasureFigures*> stalled =
      MeasuresWhere(input, [](const MeasureFigures& figures) { return figures.stalled; });
  std::ranges::stable_sort(stalled, std::greater(), [&](const MeasureFigures* figures) {
    return IdleDays(*figures, input.now.as_of);
  });
  for (const MeasureFigures* figures : stalled) section.rows.push_back(StalledRow(*figures, input.now));
  return section;
}

ReportSection OnHoldSection(const ReportInput& input) {
  ReportSection section = NewSection("on_hold_measures", "On hold", {},
                                     {{"measure", "Measure"},
                                      {"title", "Title"},
                                      {"stage", "Stage"},
                                      {"since", "Since", kDate},
                                      {"until", "Until", kDate},
                                      {"days_over", "Days over", kCount},
                                      {"reason", "Reason"},
                                      {"plan", "Plan", kMoney},
                                      {"by", "By", kText, kPrograms}});
  for (const MeasureFigures* figures :
       MeasuresWhere(input, [](const MeasureFigures& one) { return *one.measure->state == State::kOnHold; }))
    section.rows.push_back(OnHoldRow(*figures, input.now.as_of));
  return section;
}

}  // namespace cat4
