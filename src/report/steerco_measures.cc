#include "report/steerco_measures.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cat4/model/rollup.h"

#include "report/decision_words.h"
#include "report/measure_facts.h"
#include "report/period_figures.h"

namespace cat4 {
namespace {

constexpr int kAhead = 31;  // days that gates are looked at where no further meeting is planned

// By stage; those on hold and cancelled apart, because they are in no stage's work.
struct Glance {
  std::string name;
  std::size_t measures = 0;
  Sums sums = {};
  LightCounts implementation = {}, potential = {};
  void Add(const MeasureFigures& figures, const Sums& own) {
    ++measures;
    sums += own;
    if (!figures.measure->active()) return;
    ++implementation.by_light[static_cast<std::size_t>(figures.implementation)];
    ++potential.by_light[static_cast<std::size_t>(figures.potential)];
  }
};

std::vector<ReportColumn> GlanceColumns() {
  std::vector<ReportColumn> columns{{"stage", "Stage"},
                                    {"measures", "Measures", ColumnKind::kCount},
                                    {"plan", "Plan", ColumnKind::kMoney},
                                    {"expected", "Expected", ColumnKind::kMoney},
                                    {"actual", "Actual", ColumnKind::kMoney},
                                    {"confirmed", "Confirmed", ColumnKind::kMoney}};
  for (const std::string_view which : {"implementation", "potential"}) {
    for (const Light light : {Light::kGreen, Light::kAmber, Light::kRed, Light::kGrey}) {
      columns.push_back({fmt::format("{}_{}", which, Name(light)), std::string(Name(light)),
                         ColumnKind::kCount, Shown::kToProgramsOnly});
    }
    columns.push_back(
        {fmt::format("{}_lights", which), fmt::format("{} G/A/R/-", which == "potential" ? "Pot" : "Impl")});
  }
  return columns;
}

ReportRow GlanceRow(const Glance& glance) {
  ReportRow row{.values = {glance.name, static_cast<std::int64_t>(glance.measures), Money{glance.sums.plan},
                           Money{glance.sums.expected}, Money{glance.sums.actual},
                           Money{glance.sums.confirmed}}};
  for (const LightCounts* counts : {&glance.implementation, &glance.potential}) {
    std::string lights;
    for (const int count : counts->by_light) {
      row.values.emplace_back(static_cast<std::int64_t>(count));
      lights += fmt::format("{}{}", lights.empty() ? "" : "/", count);
    }
    row.values.emplace_back(std::move(lights));
  }
  return row;
}

std::vector<ReportColumn> MeasureColumns() {
  return {{"measure", "Measure"},
          {"title", "Title"},
          {"stage", "Stage"},
          {"implementation", "Impl", ColumnKind::kLight},
          {"potential", "Pot", ColumnKind::kLight},
          {"plan", "Plan", ColumnKind::kMoney},
          {"expected", "Expected", ColumnKind::kMoney},
          {"confirmed", "Confirmed", ColumnKind::kMoney}};
}

ReportRow MeasureRow(const MeasureFigures& figures) {
  return {.values = {TextOf(figures.measure->id), TextOf(figures.measure->title), StageText(*figures.measure),
                     figures.implementation, figures.potential, Money{figures.sums.plan},
                     Money{figures.sums.expected}, Money{figures.sums.confirmed}}};
}

Date GatesUntil(const SteercoScope& scope) {
  if (scope.meetings.following) return *scope.meetings.following;
  return scope.meetings.next.value_or(scope.input.now.as_of) + std::chrono::days(kAhead);
}

void AddGate(const SteercoScope& scope, const Measure& measure, const GateDate& gate,
             ReportSection& section) {
  const int stage = scope.portfolio.policy.FindStage(*gate.stage);
  if (!measure.active() || stage <= measure.stage_index || *gate.date >= GatesUntil(scope)) return;
  const int overdue = std::max(0, scope.DaysSince(*gate.date));
  const auto& asked = scope.portfolio.policy.stages[static_cast<std::size_t>(stage)].approvals;
  const bool votes =
      std::ranges::any_of(asked, [](const Located<Role>& role) { return *role == Role::kSteeringCommittee; });
  const bool submitted = measure.submitted && *measure.submitted->gate == *gate.stage;
  section.rows.push_back(
      {.values = {*gate.date, overdue > 0 ? ReportValue(std::int64_t{overdue}) : ReportValue(),
                  TextOf(measure.id), TextOf(measure.title), StageText(measure), TextOf(gate.stage), votes,
                  submitted}});
}

}  // namespace

ReportSection CommitteePortfolio(const SteercoScope& scope) {
  std::vector<Glance> glances;
  for (const Stage& stage : scope.portfolio.policy.stages) glances.push_back({.name = TextOf(stage.id)});
  glances.push_back({.name = "on hold"});
  glances.push_back({.name = "cancelled"});
  Glance total{.name = "Total"};
  for (const MeasureFigures* figures : scope.measures) {
    const Measure& measure = *figures->measure;
    const std::size_t at = measure.active()      ? static_cast<std::size_t>(measure.stage_index)
                           : measure.cancelled() ? glances.size() - 1
                                                 : glances.size() - 2;
    const Sums sums = FiguresInPeriod(scope.input, *figures).sums;
    glances[at].Add(*figures, sums);
    total.Add(*figures, sums);
  }
  ReportSection section = NewTable("portfolio", "The committee's portfolio", GlanceColumns(),
                                   "No measure is with this committee.");
  section.row_count = RowCount::kHidden;
  section.sums = true;
  section.about =
      fmt::format("{}Lights are those of active measures: green, amber, red and without.",
                  scope.input.period ? "Amounts are those of " + scope.input.period->name + ". " : "");
  for (const Glance& glance : glances) {
    if (glance.measures > 0) section.rows.push_back(GlanceRow(glance));
  }
  if (!section.rows.empty()) {
    section.rows.push_back(GlanceRow(total));
    section.rows.back().sum = true;
  }
  return section;
}

ReportSection CommitteeTraps(const SteercoScope& scope) {
  ReportSection section = NewTable("traps", "Green-status traps", MeasureColumns(),
                                   "No measure is on track while its money is not.");
  section.about = "The work is on track, the money is not.";
  for (const MeasureFigures* figures : scope.measures) {
    if (figures->trap) section.rows.push_back(MeasureRow(*figures));
  }
  return section;
}

ReportSection GatesPlanned(const SteercoScope& scope) {
  ReportSection section =
      NewTable("gates", "Gates planned",
               {{"planned", "Planned", ColumnKind::kDate},
                {"overdue", "Days overdue", ColumnKind::kCount},
                {"measure", "Measure"},
                {"title", "Title"},
                {"stage", "Stage"},
                {"gate", "Gate"},
                {"votes", "Committee votes", ColumnKind::kFlag},
                {"submitted", "Submitted", ColumnKind::kFlag}},
               fmt::format("No gate is planned before {}.", FormatDate(GatesUntil(scope))));
  section.about = fmt::format(
      "Before {}{}, and those that are overdue.", FormatDate(GatesUntil(scope)),
      scope.meetings.following ? ", the meeting after the next" : ", as no further meeting is planned");
  for (const MeasureFigures* figures : scope.measures) {
    for (const GateDate& gate : figures->measure->gates) AddGate(scope, *figures->measure, gate, section);
  }
  std::ranges::stable_sort(section.rows, {},
                           [](const ReportRow& row) { return std::get<Date>(row.values.front()); });
  return section;
}

ReportSection OwnersNeeds(const SteercoScope& scope) {
  ReportSection section = NewTable("needs", "What measures need",
                                   {{"measure", "Measure"},
                                    {"title", "Title"},
                                    {"implementation", "Impl", ColumnKind::kLight},
                                    {"owner", "Owner", ColumnKind::kText, Shown::kToProgramsOnly},
                                    {"owner_name", "Owner"},
                                    {"needs", "Needs"},
                                    {"on", "As of", ColumnKind::kDate}},
                                   "No owner says that a measure needs anything.");
  for (const MeasureFigures* figures : scope.measures) {
    const Measure& measure = *figures->measure;
    if (!measure.status || !measure.status->needs || measure.cancelled()) continue;
    section.rows.push_back(
        {.values = {TextOf(measure.id), TextOf(measure.title), figures->implementation, TextOf(measure.owner),
                    NameOf(scope.portfolio, measure.owner), TextOf(measure.status->needs),
                    measure.status->on ? ReportValue(*measure.status->on) : ReportValue()}});
  }
  return section;
}

ReportSection Decided(const SteercoScope& scope) {
  ReportSection section =
      NewTable("decided",
               scope.input.period    ? "Decided in " + scope.input.period->name
               : scope.meetings.last ? fmt::format("Decided since {}", FormatDate(*scope.meetings.last))
                                     : "Decided so far",
               {{"on", "Day", ColumnKind::kDate},
                {"measure", "Measure"},
                {"title", "Title"},
                {"what", "Decision"},
                {"who", "By"},
                {"amount", "Confirmed", ColumnKind::kMoney},
                {"proven", "Proven", ColumnKind::kFlag},
                {"reason", "Reason", ColumnKind::kText, Shown::kToProgramsOnly}},
               "Nothing was decided.");
  section.about = "Including that day. The approvals behind them are in 'cat4 report decisions'.";
  if (scope.input.period) section.about = "The approvals behind them are in 'cat4 report decisions'.";
  if (!scope.input.period && !scope.meetings.last) section.about = "No earlier meeting is known.";
  for (const RegisteredDecision& entry : scope.input.registered) {
    const Decision& decision = *entry.decision;
    if (!scope.own.contains(entry.measure) || *decision.decision == DecisionKind::kApprove) continue;
    if (scope.input.period ? !scope.input.period->months.contains(MonthOf(*decision.on))
                           : scope.meetings.last && *decision.on < *scope.meetings.last)
      continue;
    section.rows.push_back(
        {.values = {*decision.on, TextOf(entry.measure->id), TextOf(entry.measure->title),
                    DecisionText(decision), SignedBy(scope.portfolio, decision),
                    SumOfConfirm(scope.portfolio, *entry.measure, decision).own,
                    IsRegistryKnown(scope.input.head) && HasGoodSignature(entry),
                    decision.reason ? ReportValue(TextOf(decision.reason)) : ReportValue()}});
  }
  std::ranges::stable_sort(section.rows, {},
                           [](const ReportRow& row) { return std::get<Date>(row.values.front()); });
  return section;
}

ReportSection CommitteeMeasures(const SteercoScope& scope) {
  ReportSection section = NewTable("measures", "All measures of the committee", MeasureColumns(), "");
  for (const MeasureFigures* figures : scope.measures) section.rows.push_back(MeasureRow(*figures));
  return section;
}

}  // namespace cat4
