#include <utility>

#include <fmt/format.h>

#include "cat4/base/text.h"
#include "cat4/report/steerco.h"

#include "report/decision_words.h"
#include "report/grouped_rows.h"
#include "report/steerco_agenda.h"
#include "report/steerco_measures.h"

namespace cat4 {
namespace {

Result<const Committee*> FindCommittee(const Portfolio& portfolio, const std::string& id) {
  const Text text = portfolio.texts.Find(id);
  const Committee* committee = text.empty() ? nullptr : portfolio.FindCommittee(text);
  if (committee) return committee;
  std::vector<std::string_view> known;
  for (const Committee& other : portfolio.committees) {
    if (other.id) known.push_back(other.id->view());
  }
  const std::string_view nearest = NearestWord(id, known);
  return FailUsage("there is no committee '{}'{}", Printable(id),
                   nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest));
}

std::vector<std::string> SummaryOf(const SteercoScope& scope, const Agenda& agenda) {
  std::string when = "No meeting is planned on or after this day";
  if (scope.meetings.next) {
    const int days = DaysBetween(scope.input.now.as_of, *scope.meetings.next);
    when = fmt::format("Meeting on {} ({})", FormatDate(*scope.meetings.next),
                       days == 0 ? "today" : "in " + Count(static_cast<std::size_t>(days), "day"));
  }
  if (scope.meetings.following)
    when += fmt::format("; the one after on {}", FormatDate(*scope.meetings.following));
  if (scope.meetings.last) when += fmt::format("; the last was on {}", FormatDate(*scope.meetings.last));
  const bool minutes = scope.committee.record && *scope.committee.record == CommitteeRecord::kMinutes;
  std::string who = fmt::format("Chair {}", NameOf(scope.portfolio, scope.committee.chair));
  std::string members;
  for (const Located<Text>& member : scope.committee.members) {
    if (member->view() != scope.committee.chair->view())
      members += fmt::format("{}{}", members.empty() ? "; members " : ", ", NameOf(scope.portfolio, member));
  }
  who += members;
  who += minutes
             ? "; the chair signs for all, citing the minutes"
             : fmt::format("; {} needed", Count(static_cast<std::size_t>(*scope.committee.quorum), "vote"));
  if (!scope.committee.is_active()) who += "; the committee is no longer active";
  return {when, who,
          fmt::format("{} to decide, {} {} at stake; {} of {} are with this committee",
                      Count(agenda.items, "item"), FormatForPeople(Money{agenda.at_stake}, scope.input.head),
                      scope.input.head.currency.code(), Count(scope.measures.size(), "measure"),
                      MeasuresOf(scope.input, scope.input.now).size())};
}

Report PackOf(const SteercoScope& scope) {
  const Meetings& meetings = scope.meetings;
  Report report;
  report.head = scope.input.head;
  report.head.title =
      fmt::format("{}, {}", TextOf(scope.committee.name),
                  meetings.next ? fmt::format("pack for the meeting on {}", FormatDate(*meetings.next))
                                : "pack, no meeting planned,");
  Agenda agenda = AgendaOf(scope);
  report.summary = SummaryOf(scope, agenda);
  GroupRows(scope.input, scope.measures, agenda.table);
  report.sections.push_back(std::move(agenda.table));
  for (ReportSection& card : agenda.cards) report.sections.push_back(std::move(card));
  for (const auto make : {&CommitteePortfolio, &CommitteeTraps, &GatesPlanned, &OpenApprovals, &OwnersNeeds,
                          &Decided, &CommitteeMeasures})
    report.sections.push_back(make(scope));
  return report;
}

}  // namespace

Result<Report> BuildSteerco(const ReportInput& input) {
  const Result<const Committee*> committee = FindCommittee(*input.now.portfolio, input.subject);
  if (!committee) return tl::unexpected(committee.error());
  return PackOf(SteercoScope(input, **committee));
}

}  // namespace cat4
