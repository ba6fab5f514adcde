#include "report/steerco_scope.h"

#include <algorithm>
#include <utility>

namespace cat4 {
namespace {

Meetings MeetingsOf(const Committee& committee, Date as_of) {
  std::vector<Date> days;
  for (const Located<Date>& day : committee.meetings) days.push_back(*day);
  std::ranges::sort(days);
  Meetings meetings;
  for (const Date day : days) {
    if (day < as_of) meetings.last = day;
    if (day < as_of || meetings.following) continue;
    std::optional<Date>& free = meetings.next ? meetings.following : meetings.next;
    if (!meetings.next || *meetings.next != day) free = day;
  }
  return meetings;
}

}  // namespace

SteercoScope::SteercoScope(const ReportInput& asked, const Committee& chosen)
    : input(asked),
      portfolio(*asked.now.portfolio),
      committee(chosen),
      meetings(MeetingsOf(chosen, asked.now.as_of)) {
  for (const MeasureFigures* figures : MeasuresOf(asked, asked.now)) {
    const Located<Text>& its = figures->measure->steering_committee;
    if (!its || its->view() != chosen.id->view()) continue;
    measures.push_back(figures);
    own.insert(figures->measure);
  }
}

ReportSection NewTable(std::string key, std::string title, std::vector<ReportColumn> columns,
                       std::string nothing) {
  return {.key = std::move(key),
          .title = std::move(title),
          .about = {},
          .columns = std::move(columns),
          .rows = {},
          .nothing = std::move(nothing),
          .notes = {}};
}

}  // namespace cat4
