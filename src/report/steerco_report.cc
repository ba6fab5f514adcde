#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "cat4/base/text.h"
#include "cat4/model/rollup.h"
#include "cat4/report/steerco.h"

#include "report/decision_words.h"
#include "report/grouped_rows.h"
#include "report/measure_facts.h"
#include "report/period_figures.h"

namespace cat4 {
namespace {

constexpr int kAhead = 31;  // days that gates are looked at where no further meeting is planned

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

// The days that a pack is made for.
struct Meetings {
  std::optional<Date> last, next, following;
};
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

class Builder {
 public:
  Builder(const ReportInput& input, const Committee& committee)
      : input_(input),
        portfolio_(*input.now.portfolio),
        committee_(committee),
        meetings_(MeetingsOf(committee, input.now.as_of)) {
    for (const MeasureFigures* figures : MeasuresOf(input, input.now)) {
      const Located<Text>& its = figures->measure->steering_committee;
      if (!its || its->view() != committee.id->view()) continue;
      measures_.push_back(figures);
      own_.insert(figures->measure);
    }
  }

  Report Build() {
    report_.head = input_.head;
    report_.head.title =
        fmt::format("{}, {}", TextOf(committee_.name),
                    meetings_.next ? fmt::format("pack for the meeting on {}", FormatDate(*meetings_.next))
                                   : "pack, no meeting planned,");
    AddAgenda();
    AddSummary();
    GroupRows(input_, measures_, report_.sections.front());
    AddCards();
    AddPortfolio();
    AddTraps();
    AddGates();
    AddOpen();
    AddNeeds();
    AddDecided();
    AddMeasures();
    return std::move(report_);
  }

 private:
  static ReportSection Section(std::string key, std::string title, std::vector<ReportColumn> columns,
                               std::string nothing) {
    return {.key = std::move(key),
            .title = std::move(title),
            .about = {},
            .columns = std::move(columns),
            .rows = {},
            .nothing = std::move(nothing),
            .notes = {}};
  }

  int DaysSince(Date day) const { return DaysBetween(day, input_.now.as_of); }
  std::string Shown(Total total) const { return FormatForPeople(Money{total}, report_.head); }

  static bool IsCommittee(const OpenDecision::Waiting& waiting) {
    return waiting.role == Name(Role::kSteeringCommittee);
  }
  static const OpenDecision::Waiting* CommitteeVote(const OpenDecision& open) {
    const auto found = std::ranges::find_if(open.missing, IsCommittee);
    return found == open.missing.end() ? nullptr : &*found;
  }

  // "w.foster for g.laurent" with the names of both.
  std::string NameOfSignatory(std::string_view text) const {
    constexpr std::string_view kFor = " for ";
    const std::size_t at = text.find(kFor);
    if (at == std::string_view::npos) return NameOf(portfolio_, text);
    return NameOf(portfolio_, text.substr(0, at)) + std::string(kFor) +
           NameOf(portfolio_, text.substr(at + kFor.size()));
  }
  std::string NamesOf(const std::vector<std::string>& people) const {
    std::string names;
    for (const std::string& person : people) names += (names.empty() ? "" : ", ") + NameOfSignatory(person);
    return names;
  }
  std::vector<const Decision*> Given(const OpenDecision& open, std::string_view role) const {
    std::vector<const Decision*> given;
    std::ranges::copy_if(open.approvals, std::back_inserter(given),
                         [&](const Decision* approval) { return Name(*approval->role) == role; });
    return given;
  }
  std::string NamesOf(const std::vector<const Decision*>& given) const {
    std::string names;
    for (const Decision* approval : given) {
      names += fmt::format("{}{} ({})", names.empty() ? "" : ", ", SignedBy(portfolio_, *approval),
                           FormatDate(*approval->on));
    }
    return names;
  }

  // What is gained or lost: what is expected; the plan where the measure rests, and expects nothing.
  static Total AtStake(const MeasureFigures& figures) {
    return figures.measure->active() ? figures.sums.expected : figures.sums.plan;
  }

  void AddAgenda() {
    const auto programs = cat4::Shown::kToProgramsOnly;
    ReportSection section = Section("agenda", "To decide",
                                    {{"item", "Item", ColumnKind::kCount},
                                     {"measure", "Measure"},
                                     {"title", "Title"},
                                     {"decision", "Decision"},
                                     {"gate", "Gate", ColumnKind::kText, programs},
                                     {"stage", "Stage", ColumnKind::kText, programs},
                                     {"state", "State", ColumnKind::kText, programs},
                                     {"implementation", "Impl", ColumnKind::kLight, programs},
                                     {"potential", "Pot", ColumnKind::kLight, programs},
                                     {"at_stake", "At stake", ColumnKind::kMoney},
                                     {"plan", "Plan", ColumnKind::kMoney, programs},
                                     {"expected", "Expected", ColumnKind::kMoney, programs},
                                     {"confirmed", "Confirmed", ColumnKind::kMoney, programs},
                                     {"run_rate_expected", "Run-rate", ColumnKind::kMoney, programs},
                                     {"since", "Since", ColumnKind::kDate, programs},
                                     {"days", "Days", ColumnKind::kCount},
                                     {"votes_needed", "Votes needed", ColumnKind::kCount, programs},
                                     {"votes_given", "Votes given", ColumnKind::kCount, programs},
                                     {"votes", "Votes"},
                                     {"voted", "Voted", ColumnKind::kText, programs},
                                     {"to_vote", "Still to vote"}},
                                    "Nothing waits for this committee.");
    section.sums = true;
    std::set<const Measure*> counted;
    Total sum;
    for (const OpenDecision& open : input_.open) {
      if (!own_.contains(open.measure->measure) || !CommitteeVote(open)) continue;
      const bool first = counted.insert(open.measure->measure).second;
      agenda_.push_back(&open);
      section.rows.push_back(AgendaRow(open, first));
      if (first) sum += AtStake(*open.measure);
    }
    at_stake_ = sum;
    if (section.rows.size() > 1) {
      ReportRow row{.values = std::vector<ReportValue>(section.columns.size()), .sum = true};
      row.values[2] = std::string("Total");
      row.values[9] = Money{sum};
      section.rows.push_back(std::move(row));
    }
    section.notes = {
        "At stake is the value that is expected; the plan where a measure is on hold or cancelled. Days are "
        "those since the gate was submitted or the first approval was given."};
    report_.sections.push_back(std::move(section));
  }

  ReportRow AgendaRow(const OpenDecision& open, bool first) const {
    const MeasureFigures& figures = *open.measure;
    const Measure& measure = *figures.measure;
    const OpenDecision::Waiting& vote = *CommitteeVote(open);
    const std::vector<const Decision*> given = Given(open, vote.role);
    const auto needed = static_cast<std::int64_t>(given.size()) + vote.votes;
    return {.values = {static_cast<std::int64_t>(agenda_.size()),
                       TextOf(measure.id),
                       TextOf(measure.title),
                       open.what,
                       open.gate.empty() ? ReportValue() : ReportValue(open.gate),
                       TextOf(measure.stage),
                       std::string(Name(*measure.state)),
                       figures.implementation,
                       figures.potential,
                       first ? ReportValue(Money{AtStake(figures)}) : ReportValue(),
                       Money{figures.sums.plan},
                       Money{figures.sums.expected},
                       Money{figures.sums.confirmed},
                       Money{figures.run_rate.expected},
                       open.since,
                       static_cast<std::int64_t>(DaysSince(open.since)),
                       needed,
                       static_cast<std::int64_t>(given.size()),
                       fmt::format("{} of {}", given.size(), needed),
                       NamesOf(given),
                       NamesOf(vote.people)}};
  }

  void AddSummary() {
    std::string when = "No meeting is planned on or after this day";
    if (meetings_.next) {
      const int days = DaysBetween(input_.now.as_of, *meetings_.next);
      when = fmt::format("Meeting on {} ({})", FormatDate(*meetings_.next),
                         days == 0 ? "today" : "in " + Count(static_cast<std::size_t>(days), "day"));
    }
    if (meetings_.following) when += fmt::format("; the one after on {}", FormatDate(*meetings_.following));
    if (meetings_.last) when += fmt::format("; the last was on {}", FormatDate(*meetings_.last));
    const bool minutes = committee_.record && *committee_.record == CommitteeRecord::kMinutes;
    std::string who = fmt::format("Chair {}", NameOf(portfolio_, committee_.chair));
    std::string members;
    for (const Located<Text>& member : committee_.members) {
      if (member->view() != committee_.chair->view())
        members += fmt::format("{}{}", members.empty() ? "; members " : ", ", NameOf(portfolio_, member));
    }
    who += members;
    who += minutes ? "; the chair signs for all, citing the minutes"
                   : fmt::format("; {} needed", Count(static_cast<std::size_t>(*committee_.quorum), "vote"));
    if (!committee_.is_active()) who += "; the committee is no longer active";
    report_.summary = {
        when, who,
        fmt::format("{} to decide, {} {} at stake; {} of {} are with this committee",
                    Count(agenda_.size(), "item"), Shown(at_stake_), report_.head.currency.code(),
                    Count(measures_.size(), "measure"), MeasuresOf(input_, input_.now).size())};
  }

  void AddCards() {
    std::set<const Measure*> shown;
    for (std::size_t i = 0; i < agenda_.size(); ++i) {
      const MeasureFigures& figures = *agenda_[i]->measure;
      if (!shown.insert(figures.measure).second) continue;
      ReportSection section = MeasureFacts(input_.now, figures);
      section.title =
          fmt::format("Item {}: {} {}", i + 1, TextOf(figures.measure->id), TextOf(figures.measure->title));
      section.about = fmt::format("{}, waiting since {}", agenda_[i]->what, FormatDate(agenda_[i]->since));
      report_.sections.push_back(std::move(section));
    }
  }

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

  void AddPortfolio() {
    std::vector<Glance> glances;
    for (const Stage& stage : portfolio_.policy.stages) glances.push_back({.name = TextOf(stage.id)});
    glances.push_back({.name = "on hold"});
    glances.push_back({.name = "cancelled"});
    Glance total{.name = "Total"};
    for (const MeasureFigures* figures : measures_) {
      const Measure& measure = *figures->measure;
      const std::size_t at = measure.active()      ? static_cast<std::size_t>(measure.stage_index)
                             : measure.cancelled() ? glances.size() - 1
                                                   : glances.size() - 2;
      const Sums sums = FiguresInPeriod(input_, *figures).sums;
      glances[at].Add(*figures, sums);
      total.Add(*figures, sums);
    }
    ReportSection section = Section("portfolio", "The committee's portfolio", GlanceColumns(),
                                    "No measure is with this committee.");
    section.row_count = RowCount::kHidden;
    section.sums = true;
    section.about = fmt::format("{}Lights are those of active measures: green, amber, red and without.",
                                input_.period ? "Amounts are those of " + input_.period->name + ". " : "");
    for (const Glance& glance : glances) {
      if (glance.measures > 0) section.rows.push_back(GlanceRow(glance));
    }
    if (!section.rows.empty()) {
      section.rows.push_back(GlanceRow(total));
      section.rows.back().sum = true;
    }
    report_.sections.push_back(std::move(section));
  }

  static std::vector<ReportColumn> GlanceColumns() {
    std::vector<ReportColumn> columns{{"stage", "Stage"},
                                      {"measures", "Measures", ColumnKind::kCount},
                                      {"plan", "Plan", ColumnKind::kMoney},
                                      {"expected", "Expected", ColumnKind::kMoney},
                                      {"actual", "Actual", ColumnKind::kMoney},
                                      {"confirmed", "Confirmed", ColumnKind::kMoney}};
    for (const std::string_view which : {"implementation", "potential"}) {
      for (const Light light : {Light::kGreen, Light::kAmber, Light::kRed, Light::kGrey}) {
        columns.push_back({fmt::format("{}_{}", which, Name(light)), std::string(Name(light)),
                           ColumnKind::kCount, cat4::Shown::kToProgramsOnly});
      }
      columns.push_back({fmt::format("{}_lights", which),
                         fmt::format("{} G/A/R/-", which == "potential" ? "Pot" : "Impl")});
    }
    return columns;
  }
  static ReportRow GlanceRow(const Glance& glance) {
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

  static std::vector<ReportColumn> MeasureColumns() {
    return {{"measure", "Measure"},
            {"title", "Title"},
            {"stage", "Stage"},
            {"implementation", "Impl", ColumnKind::kLight},
            {"potential", "Pot", ColumnKind::kLight},
            {"plan", "Plan", ColumnKind::kMoney},
            {"expected", "Expected", ColumnKind::kMoney},
            {"confirmed", "Confirmed", ColumnKind::kMoney}};
  }
  static ReportRow MeasureRow(const MeasureFigures& figures) {
    return {.values = {TextOf(figures.measure->id), TextOf(figures.measure->title),
                       StageText(*figures.measure), figures.implementation, figures.potential,
                       Money{figures.sums.plan}, Money{figures.sums.expected},
                       Money{figures.sums.confirmed}}};
  }

  void AddTraps() {
    ReportSection section = Section("traps", "Green-status traps", MeasureColumns(),
                                    "No measure is on track while its money is not.");
    section.about = "The work is on track, the money is not.";
    for (const MeasureFigures* figures : measures_) {
      if (figures->trap) section.rows.push_back(MeasureRow(*figures));
    }
    report_.sections.push_back(std::move(section));
  }

  Date GatesUntil() const {
    if (meetings_.following) return *meetings_.following;
    return meetings_.next.value_or(input_.now.as_of) + std::chrono::days(kAhead);
  }

  void AddGates() {
    ReportSection section = Section("gates", "Gates planned",
                                    {{"planned", "Planned", ColumnKind::kDate},
                                     {"overdue", "Days overdue", ColumnKind::kCount},
                                     {"measure", "Measure"},
                                     {"title", "Title"},
                                     {"stage", "Stage"},
                                     {"gate", "Gate"},
                                     {"votes", "Committee votes", ColumnKind::kFlag},
                                     {"submitted", "Submitted", ColumnKind::kFlag}},
                                    fmt::format("No gate is planned before {}.", FormatDate(GatesUntil())));
    section.about = fmt::format(
        "Before {}{}, and those that are overdue.", FormatDate(GatesUntil()),
        meetings_.following ? ", the meeting after the next" : ", as no further meeting is planned");
    for (const MeasureFigures* figures : measures_) {
      for (const GateDate& gate : figures->measure->gates) AddGate(*figures->measure, gate, section);
    }
    std::ranges::stable_sort(section.rows, {},
                             [](const ReportRow& row) { return std::get<Date>(row.values.front()); });
    report_.sections.push_back(std::move(section));
  }

  void AddGate(const Measure& measure, const GateDate& gate, ReportSection& section) const {
    const int stage = portfolio_.policy.FindStage(*gate.stage);
    if (!measure.active() || stage <= measure.stage_index || *gate.date >= GatesUntil()) return;
    const int overdue = std::max(0, DaysSince(*gate.date));
    const auto& asked = portfolio_.policy.stages[static_cast<std::size_t>(stage)].approvals;
    const bool votes = std::ranges::any_of(
        asked, [](const Located<Role>& role) { return *role == Role::kSteeringCommittee; });
    const bool submitted = measure.submitted && *measure.submitted->gate == *gate.stage;
    section.rows.push_back(
        {.values = {*gate.date, overdue > 0 ? ReportValue(std::int64_t{overdue}) : ReportValue(),
                    TextOf(measure.id), TextOf(measure.title), StageText(measure), TextOf(gate.stage), votes,
                    submitted}});
  }

  void AddOpen() {
    ReportSection section = Section("open", "Open approvals, by role",
                                    {{"measure", "Measure"},
                                     {"decision", "Decision"},
                                     {"since", "Since", ColumnKind::kDate},
                                     {"days", "Days", ColumnKind::kCount},
                                     {"role", "Role", ColumnKind::kText, cat4::Shown::kToProgramsOnly},
                                     {"role_name", "Role"},
                                     {"missing", "Missing", ColumnKind::kCount},
                                     {"given", "Given"},
                                     {"waits_for", "Waits for"}},
                                    "Nothing is open.");
    for (const OpenDecision& open : input_.open) {
      if (own_.contains(open.measure->measure)) AddRoles(open, section);
    }
    report_.sections.push_back(std::move(section));
  }

  void AddRoles(const OpenDecision& open, ReportSection& section) const {
    const auto add = [&](const std::string& role, std::int64_t missing, const std::string& given,
                         const std::string& people) {
      section.rows.push_back(
          {.values = {TextOf(open.measure->measure->id), open.what, open.since,
                      static_cast<std::int64_t>(DaysSince(open.since)), role, RoleText(role), missing,
                      given.empty() ? ReportValue() : ReportValue(given),
                      people.empty() ? ReportValue() : ReportValue(people)}});
    };
    std::set<std::string_view> done;
    for (const OpenDecision::Waiting& waiting : open.missing) {
      done.insert(waiting.role);
      add(waiting.role, waiting.votes, NamesOf(Given(open, waiting.role)), NamesOf(waiting.people));
    }
    for (const Decision* approval : open.approvals) {
      const std::string role(Name(*approval->role));
      if (done.insert(Name(*approval->role)).second)
        add(role, 0, NamesOf(Given(open, role)), open.missing.empty() ? "to be recorded" : "");
    }
  }

  void AddNeeds() {
    ReportSection section = Section("needs", "What measures need",
                                    {{"measure", "Measure"},
                                     {"title", "Title"},
                                     {"implementation", "Impl", ColumnKind::kLight},
                                     {"owner", "Owner", ColumnKind::kText, cat4::Shown::kToProgramsOnly},
                                     {"owner_name", "Owner"},
                                     {"needs", "Needs"},
                                     {"on", "As of", ColumnKind::kDate}},
                                    "No owner says that a measure needs anything.");
    for (const MeasureFigures* figures : measures_) {
      const Measure& measure = *figures->measure;
      if (!measure.status || !measure.status->needs || measure.cancelled()) continue;
      section.rows.push_back(
          {.values = {TextOf(measure.id), TextOf(measure.title), figures->implementation,
                      TextOf(measure.owner), NameOf(portfolio_, measure.owner), TextOf(measure.status->needs),
                      measure.status->on ? ReportValue(*measure.status->on) : ReportValue()}});
    }
    report_.sections.push_back(std::move(section));
  }

  void AddDecided() {
    ReportSection section =
        Section("decided",
                input_.period    ? "Decided in " + input_.period->name
                : meetings_.last ? fmt::format("Decided since {}", FormatDate(*meetings_.last))
                                 : "Decided so far",
                {{"on", "Day", ColumnKind::kDate},
                 {"measure", "Measure"},
                 {"title", "Title"},
                 {"what", "Decision"},
                 {"who", "By"},
                 {"amount", "Confirmed", ColumnKind::kMoney},
                 {"proven", "Proven", ColumnKind::kFlag},
                 {"reason", "Reason", ColumnKind::kText, cat4::Shown::kToProgramsOnly}},
                "Nothing was decided.");
    section.about = "Including that day. The approvals behind them are in 'cat4 report decisions'.";
    if (input_.period) section.about = "The approvals behind them are in 'cat4 report decisions'.";
    if (!input_.period && !meetings_.last) section.about = "No earlier meeting is known.";
    for (const RegisteredDecision& entry : input_.registered) {
      const Decision& decision = *entry.decision;
      if (!own_.contains(entry.measure) || *decision.decision == DecisionKind::kApprove) continue;
      if (input_.period ? !input_.period->months.contains(MonthOf(*decision.on))
                        : meetings_.last && *decision.on < *meetings_.last)
        continue;
      section.rows.push_back(
          {.values = {*decision.on, TextOf(entry.measure->id), TextOf(entry.measure->title),
                      DecisionText(decision), SignedBy(portfolio_, decision),
                      SumOfConfirm(portfolio_, *entry.measure, decision).own,
                      IsRegistryKnown(report_.head) && HasGoodSignature(entry),
                      decision.reason ? ReportValue(TextOf(decision.reason)) : ReportValue()}});
    }
    std::ranges::stable_sort(section.rows, {},
                             [](const ReportRow& row) { return std::get<Date>(row.values.front()); });
    report_.sections.push_back(std::move(section));
  }

  void AddMeasures() {
    ReportSection section = Section("measures", "All measures of the committee", MeasureColumns(), "");
    for (const MeasureFigures* figures : measures_) section.rows.push_back(MeasureRow(*figures));
    report_.sections.push_back(std::move(section));
  }

  const ReportInput& input_;
  const Portfolio& portfolio_;
  const Committee& committee_;
  const Meetings meetings_;
  std::vector<const MeasureFigures*> measures_;  // of this committee
  std::set<const Measure*> own_;
  std::vector<const OpenDecision*> agenda_;
  Total at_stake_;
  Report report_;
};

}  // namespace

Result<Report> BuildSteerco(const ReportInput& input) {
  const Result<const Committee*> committee = FindCommittee(*input.now.portfolio, input.subject);
  if (!committee) return tl::unexpected(committee.error());
  return Builder(input, **committee).Build();
}

}  // namespace cat4
