#include "report/steerco_agenda.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "report/decision_words.h"
#include "report/measure_facts.h"

namespace cat4 {
namespace {

class Builder {
 public:
  explicit Builder(const SteercoScope& scope) : scope_(scope) {}

  Agenda Build() {
    Agenda agenda;
    agenda.table = TakeTable();
    agenda.cards = Cards();
    agenda.items = agenda_.size();
    agenda.at_stake = at_stake_;
    return agenda;
  }

  ReportSection OpenTable() const {
    ReportSection section = NewTable("open", "Open approvals, by role",
                                     {{"measure", "Measure"},
                                      {"decision", "Decision"},
                                      {"since", "Since", ColumnKind::kDate},
                                      {"days", "Days", ColumnKind::kCount},
                                      {"role", "Role", ColumnKind::kText, Shown::kToProgramsOnly},
                                      {"role_name", "Role"},
                                      {"missing", "Missing", ColumnKind::kCount},
                                      {"given", "Given"},
                                      {"waits_for", "Waits for"}},
                                     "Nothing is open.");
    for (const OpenDecision& open : scope_.input.open) {
      if (scope_.own.contains(open.measure->measure)) AddRoles(open, section);
    }
    return section;
  }

 private:
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
    if (at == std::string_view::npos) return NameOf(scope_.portfolio, text);
    return NameOf(scope_.portfolio, text.substr(0, at)) + std::string(kFor) +
           NameOf(scope_.portfolio, text.substr(at + kFor.size()));
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
      names += fmt::format("{}{} ({})", names.empty() ? "" : ", ", SignedBy(scope_.portfolio, *approval),
                           FormatDate(*approval->on));
    }
    return names;
  }

  // What is gained or lost: what is expected; the plan where the measure rests, and expects nothing.
  static Total AtStake(const MeasureFigures& figures) {
    return figures.measure->active() ? figures.sums.expected : figures.sums.plan;
  }

  ReportSection TakeTable() {
    const auto programs = Shown::kToProgramsOnly;
    ReportSection section = NewTable("agenda", "To decide",
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
    for (const OpenDecision& open : scope_.input.open) {
      if (!scope_.own.contains(open.measure->measure) || !CommitteeVote(open)) continue;
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
    return section;
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
                       static_cast<std::int64_t>(scope_.DaysSince(open.since)),
                       needed,
                       static_cast<std::int64_t>(given.size()),
                       fmt::format("{} of {}", given.size(), needed),
                       NamesOf(given),
                       NamesOf(vote.people)}};
  }

  std::vector<ReportSection> Cards() const {
    std::vector<ReportSection> cards;
    std::set<const Measure*> shown;
    for (std::size_t i = 0; i < agenda_.size(); ++i) {
      const MeasureFigures& figures = *agenda_[i]->measure;
      if (!shown.insert(figures.measure).second) continue;
      ReportSection section = MeasureFacts(scope_.input.now, figures);
      section.title =
          fmt::format("Item {}: {} {}", i + 1, TextOf(figures.measure->id), TextOf(figures.measure->title));
      section.about = fmt::format("{}, waiting since {}", agenda_[i]->what, FormatDate(agenda_[i]->since));
      cards.push_back(std::move(section));
    }
    return cards;
  }

  void AddRoles(const OpenDecision& open, ReportSection& section) const {
    const auto add = [&](const std::string& role, std::int64_t missing, const std::string& given,
                         const std::string& people) {
      section.rows.push_back(
          {.values = {TextOf(open.measure->measure->id), open.what, open.since,
                      static_cast<std::int64_t>(scope_.DaysSince(open.since)), role, RoleText(role), missing,
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

  const SteercoScope& scope_;
  std::vector<const OpenDecision*> agenda_;
  Total at_stake_;
};

}  // namespace

Agenda AgendaOf(const SteercoScope& scope) { return Builder(scope).Build(); }

ReportSection OpenApprovals(const SteercoScope& scope) { return Builder(scope).OpenTable(); }

}  // namespace cat4
