// The end of the work moved to a later day, and the months in between are foreseen as before.
#include <algorithm>

#include "report/lies.h"

namespace cat4 {
namespace {

// The day by which all is to be done.
struct End {
  Date day{};
  const Milestone* milestone = nullptr;  // null: a gate's planned date
  std::string_view name;
};

std::optional<End> EndOfMilestones(const Measure& measure) {
  std::optional<End> end;
  for (const Milestone& milestone : measure.milestones) {
    const std::optional<Date> day = ExpectedDay(milestone);
    if (milestone.is_key() && day && (!end || *day > end->day))
      end = {*day, &milestone, milestone.id->view()};
  }
  return end;
}

// Without milestones, the planned dates of the gates ahead count, but for closing, which ends no work.
std::optional<End> EndOf(const Sighting& sighting) {
  const Measure& measure = sighting.measure();
  if (!measure.milestones.empty()) return EndOfMilestones(measure);
  std::optional<End> end;
  for (const GateDate& gate : measure.gates) {
    const int stage = sighting.policy().FindStage(*gate.stage);
    const bool ahead = stage > measure.stage_index && stage < sighting.policy().last_stage();
    if (ahead && (!end || *gate.date > end->day)) end = {*gate.date, nullptr, gate.stage->view()};
  }
  return end;
}

// Every month is foreseen as it was, or higher.
bool AreKept(const std::vector<OutlookCell>& lost, const Sighting& earlier) {
  const std::vector<OutlookCell> before = OutlookAfter(earlier, earlier.day());
  return std::ranges::all_of(lost, [&](const OutlookCell& cell) {
    return std::ranges::any_of(before, [&](const OutlookCell& other) {
      return other.effect == cell.effect && other.month == cell.month && other.cell <= cell.cell;
    });
  });
}

bool IsAgreedEnd(const Sighting& from, const Sighting& to, const End& end) {
  if (!end.milestone) return false;
  const Milestone* before = FindMilestone(from.measure(), end.name);
  return before && IsAgreed(from, to, *before, *end.milestone);
}

std::string MonthsText(const Sighting& sighting, const std::vector<OutlookCell>& cells) {
  const auto [first, last] = std::ranges::minmax(cells, {}, &OutlookCell::month);
  const std::string months = first.month == last.month
                                 ? FormatMonth(first.month)
                                 : fmt::format("{} to {}", FormatMonth(first.month), FormatMonth(last.month));
  return fmt::format("{} still {}", months, AmountOf(sighting, SumOf(cells)));
}

class Walk {
 public:
  Walk(const Story& story, std::vector<Trap>& traps) : story_(story), traps_(traps) {}

  void Run() {
    for (const Sighting& sighting : story_) Look(sighting);
  }

 private:
  // Compares with the last version that had the earliest end, so that small steps add up.
  void Look(const Sighting& to) {
    const std::optional<End> end = IsInPlay(to) ? EndOf(to) : std::nullopt;
    if (!end || !from_ || end->day <= end_.day || IsAgreedEnd(*from_, to, *end)) return StartFrom(to, end);
    const int days = DaysBetween(end_.day, end->day);
    if (days <= *to.policy().status.implementation.red_days) return;
    const std::vector<OutlookCell> lost = LostMonths(to, end_.day, end->day);
    if (lost.empty()) return;
    if (!AreKept(lost, *from_)) return StartFrom(to, end);
    if (!open_) {
      traps_.push_back(
          {.kind = TrapKind::kEndMoved,
           .measure = story_.back().figures,
           .owner = {},
           .since = to.day(),
           .before = {from_->side, fmt::format("'{}' ends the work on {}", end_.name, FormatDate(end_.day))},
           .after = {},
           .at_stake = {}});
    }
    open_ = true;
    Trap& trap = traps_.back();
    trap.owner = OwnerOf(to.measure());
    trap.after = {to.side, fmt::format("'{}' ends it on {}; {}", end->name, FormatDate(end->day),
                                       MonthsText(to, lost))};
    trap.at_stake = SumOf(lost);
  }

  void StartFrom(const Sighting& sighting, const std::optional<End>& end) {
    from_ = end ? &sighting : nullptr;
    if (end) end_ = *end;
    open_ = false;
  }

  const Story& story_;
  std::vector<Trap>& traps_;
  const Sighting* from_ = nullptr;
  End end_;            // as that version has it
  bool open_ = false;  // the last trap is told further
};

}  // namespace

void FindEndMoved(const Story& story, std::vector<Trap>& traps) { Walk(story, traps).Run(); }

}  // namespace cat4
