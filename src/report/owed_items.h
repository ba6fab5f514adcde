// Who owes which figure, status, milestone date or decision.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cat4/report/report_input.h"

namespace cat4 {

enum class OwedKind { kActual, kStatus, kMilestone, kForecast, kConfirmation, kDecision, kRecord };
std::string_view Name(OwedKind kind);  // "actual"

struct OwedItem {
  std::string person;  // id; empty: the measure names nobody
  Role role{};
  const MeasureFigures* measure = nullptr;
  OwedKind kind{};
  std::string what;
  std::optional<Date> since;  // the day it was due, or a decision began to wait; nothing: no day is set

  int days(Date as_of) const { return since ? DaysBetween(*since, as_of) : 0; }
};

// By person, those whom nobody is named for last; then the oldest first, and what has no day at the end.
std::vector<OwedItem> FindOwed(const ReportInput& input);

// The roles in which people answer for a measure, one entry for each person and role.
struct Answerable {
  std::string person;
  Role role{};
};
std::vector<Answerable> WhoAnswersFor(const Portfolio& portfolio, const Measure& measure);

// Who of those able to is to decide: deputies only where nobody else can. Ids.
std::vector<std::string> WhoIsToDecide(const OpenDecision::Waiting& waiting);
std::optional<Role> FindRole(std::string_view name);

const Person* FindPersonById(const Portfolio& portfolio, std::string_view id);

}  // namespace cat4
