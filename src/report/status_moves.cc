// What changed between two versions: amounts and dates of measures.
#include <algorithm>

#include <fmt/format.h>

#include "report/compared_measures.h"
#include "report/period_sums.h"
#include "report/status_sections.h"

namespace cat4 {
namespace {

constexpr ColumnKind kText = ColumnKind::kText, kMoney = ColumnKind::kMoney, kDate = ColumnKind::kDate,
                     kCount = ColumnKind::kCount;
constexpr Shown kPrograms = Shown::kToProgramsOnly;

// What a measure brought to the node reported on, then and now.
struct ValueMove {
  const ComparedMeasure* compared = nullptr;
  Sums before, now;

  Total plan() const { return now.plan - before.plan; }
  Total expected() const { return now.expected - before.expected; }
  Total actual() const { return now.actual - before.actual; }
  Total confirmed() const { return now.confirmed - before.confirmed; }
  Total largest() const {
    return std::max({Absolute(plan()), Absolute(expected()), Absolute(actual()), Absolute(confirmed())});
  }
};

// A single measure's own node carries its plan in every state.
Sums SumsIn(const ReportInput& input, const MeasureFigures* figures) {
  if (!figures) return {};
  return input.only ? figures->sums : CountedAbove(*figures->measure, figures->sums);
}

std::vector<ValueMove> MovesOf(const ReportInput& input, const std::vector<ComparedMeasure>& measures) {
  std::vector<ValueMove> moves;
  for (const ComparedMeasure& compared : measures) {
    const ValueMove move{&compared, SumsIn(input, compared.here_before ? compared.before : nullptr),
                         SumsIn(input, compared.here_now ? compared.now : nullptr)};
    if (move.largest() > Total()) moves.push_back(move);
  }
  std::ranges::stable_sort(moves, std::greater(), &ValueMove::largest);
  return moves;
}

// What happened to the measure besides.
std::string EventOf(const ComparedMeasure& compared) {
  if (!compared.here_now) return compared.now ? "moved away" : "gone";
  if (!compared.here_before) return compared.before ? "moved here" : "new";
  const State before = *compared.before->measure->state, now = *compared.now->measure->state;
  if (before == now) return {};
  if (now == State::kActive) return before == State::kOnHold ? "resumed" : "reinstated";
  return now == State::kOnHold ? "on hold" : "cancelled";
}

ReportRow RowOf(std::string id, std::string title, std::string event, const ValueMove& move) {
  return {.values = {std::move(id), std::move(title), std::move(event), Money{move.plan()},
                     Money{move.expected()}, Money{move.actual()}, Money{move.confirmed()},
                     Money{move.before.plan}, Money{move.now.plan}, Money{move.before.expected},
                     Money{move.now.expected}, Money{move.before.confirmed}, Money{move.now.confirmed}}};
}

void AddSum(ReportSection& section, const std::vector<ValueMove>& moves) {
  ValueMove sum;
  for (const ValueMove& move : moves) {
    sum.before += move.before;
    sum.now += move.now;
  }
  section.rows.push_back(RowOf("Sum", {}, {}, sum));
  section.rows.back().sum = true;
}

using OptionalDate = std::optional<Date>;
OptionalDate DateIn(const Located<Date>& date) { return date ? OptionalDate(*date) : OptionalDate(); }
ReportValue ValueOf(const OptionalDate& date) { return date ? ReportValue(*date) : ReportValue(); }

// Dates of a measure that differ.
class DateMoves {
 public:
  explicit DateMoves(const ComparedMeasure& compared)
      : before_(*compared.before->measure), now_(*compared.now->measure) {}

  std::vector<ReportRow> Find() {
    for (const Milestone& milestone : now_.milestones) CompareMilestone(Find(before_, milestone), milestone);
    for (const Milestone& milestone : before_.milestones) {
      if (!Find(now_, milestone)) AddRemoved(milestone);
    }
    for (const GateDate& gate : now_.gates) CompareGate(DateOfGate(before_, gate), gate, *gate.date);
    for (const GateDate& gate : before_.gates) {
      if (!DateOfGate(now_, gate)) CompareGate(*gate.date, gate, {});
    }
    return std::move(rows_);
  }

 private:
  static const Milestone* Find(const Measure& measure, const Milestone& wanted) {
    const auto found = std::ranges::find_if(measure.milestones, [&](const Milestone& milestone) {
      return milestone.id->view() == wanted.id->view();
    });
    return found == measure.milestones.end() ? nullptr : &*found;
  }

  static OptionalDate DateOfGate(const Measure& measure, const GateDate& wanted) {
    for (const GateDate& gate : measure.gates) {
      if (gate.stage->view() == wanted.stage->view()) return *gate.date;
    }
    return std::nullopt;
  }

  // When it was or is thought to be reached.
  static OptionalDate Expected(const Milestone& milestone) {
    if (milestone.done) return *milestone.done;
    return milestone.forecast ? *milestone.forecast : DateIn(milestone.due);
  }

  void CompareMilestone(const Milestone* before, const Milestone& now) {
    const Milestone none;
    const Milestone& then = before ? *before : none;
    AddMilestone(now, "due", DateIn(then.due), DateIn(now.due), DateIn(then.due));
    // Where a milestone was reached, that day says all; its forecast is history.
    if (!now.done || then.done)
      AddMilestone(now, "forecast", DateIn(then.forecast), DateIn(now.forecast), Expected(then),
                   Expected(now));
    AddMilestone(now, "done", DateIn(then.done), DateIn(now.done), Expected(then), Expected(now));
  }

  void AddRemoved(const Milestone& milestone) {
    AddMilestone(milestone, "due", DateIn(milestone.due), {}, {});
    AddMilestone(milestone, "forecast", DateIn(milestone.forecast), {}, {});
    AddMilestone(milestone, "done", DateIn(milestone.done), {}, {});
  }

  void AddMilestone(const Milestone& milestone, std::string_view which, const OptionalDate& before,
                    const OptionalDate& now, const OptionalDate& counted_from,
                    const OptionalDate& counted_to = {}) {
    if (before == now) return;
    Add(fmt::format("{} {}", milestone.id->view(), TextOf(milestone.title)), which, before, now, counted_from,
        counted_to ? counted_to : now, TextOf(milestone.id), milestone.is_key());
  }

  void CompareGate(const OptionalDate& before, const GateDate& gate, const OptionalDate& now) {
    if (before != now)
      Add(fmt::format("gate {}", gate.stage->view()), "gate", before, now, before, now, TextOf(gate.stage),
          false);
  }

  void Add(std::string what, std::string_view which, const OptionalDate& before, const OptionalDate& now,
           const OptionalDate& counted_from, const OptionalDate& counted_to, std::string id, bool key) {
    const ReportValue days = counted_from && counted_to
                                 ? ReportValue(std::int64_t{DaysBetween(*counted_from, *counted_to)})
                                 : ReportValue();
    rows_.push_back({.values = {TextOf(now_.id), TextOf(now_.title), std::move(what), std::string(which),
                                ValueOf(before), ValueOf(now), days, std::move(id), key}});
  }

  const Measure& before_;
  const Measure& now_;
  std::vector<ReportRow> rows_;
};

}  // namespace

ReportSection ValueMovesSection(const ReportInput& input) {
  ReportSection section =
      NewSection("value_moves", "Amounts that moved", "Changes of what a measure brings to the sums.",
                 {{"measure", "Measure"},
                  {"title", "Title"},
                  {"event", "Besides"},
                  {"plan_change", "Plan", kMoney},
                  {"expected_change", "Expected", kMoney},
                  {"actual_change", "Actual", kMoney},
                  {"confirmed_change", "Confirmed", kMoney},
                  {"plan_before", "plan_before", kMoney, kPrograms},
                  {"plan", "plan", kMoney, kPrograms},
                  {"expected_before", "expected_before", kMoney, kPrograms},
                  {"expected", "expected", kMoney, kPrograms},
                  {"confirmed_before", "confirmed_before", kMoney, kPrograms},
                  {"confirmed", "confirmed", kMoney, kPrograms}});
  section.sums = true;
  const std::vector<ComparedMeasure> measures = CompareMeasures(input);
  const std::vector<ValueMove> moves = MovesOf(input, measures);
  for (const ValueMove& move : moves)
    section.rows.push_back(
        RowOf(move.compared->id, TextOf(move.compared->measure().title), EventOf(*move.compared), move));
  if (!moves.empty()) AddSum(section, moves);
  return section;
}

ReportSection DateMovesSection(const ReportInput& input) {
  ReportSection section = NewSection("date_moves", "Dates that moved",
                                     "Days later than was thought then; a milestone without forecast was "
                                     "thought to be reached when due.",
                                     {{"measure", "Measure"},
                                      {"title", "Title"},
                                      {"what", "Milestone or gate"},
                                      {"date", "Kind"},
                                      {"before", "Before", kDate},
                                      {"now", "Now", kDate},
                                      {"days", "Days", kCount},
                                      {"id", "id", kText, kPrograms},
                                      {"key", "key", ColumnKind::kFlag, kPrograms}});
  for (const ComparedMeasure& compared : CompareMeasures(input)) {
    if (!compared.stayed()) continue;
    for (ReportRow& row : DateMoves(compared).Find()) section.rows.push_back(std::move(row));
  }
  return section;
}

}  // namespace cat4
