#include "report/pipeline_schedule.h"

#include <algorithm>

namespace cat4 {
namespace {

// The stage that a measure should be in by its `gates`, and how that compares.
enum class Course { kWithoutDates, kOnPlan, kAhead, kBehind };
struct Schedule {
  Course course = Course::kWithoutDates;
  int planned = 0;                    // stage
  const GateDate* overdue = nullptr;  // of a measure behind: the first gate that it missed
};

Schedule ScheduleOf(const Measure& measure, const Policy& policy, Date as_of) {
  Schedule schedule;
  const int actual = measure.stage_index;
  schedule.planned = actual;
  int due = -1, early = actual + 1;  // furthest gate that is due; first one that was passed before its day
  for (const GateDate& gate : measure.gates) {
    const int stage = policy.FindStage(*gate.stage);
    const bool passed = *gate.date < as_of;
    schedule.course = Course::kOnPlan;
    if (passed) due = std::max(due, stage);
    if (!passed && stage <= actual) early = std::min(early, stage);
    const bool missed = passed && stage > actual;
    if (missed && (!schedule.overdue || *gate.date < *schedule.overdue->date)) schedule.overdue = &gate;
  }
  if (due > actual) {
    schedule.course = Course::kBehind;
    schedule.planned = due;
  } else if (early <= actual) {
    schedule.course = Course::kAhead;
    schedule.planned = std::max(0, early - 1);
  }
  return schedule;
}

struct ScheduleLine {
  int should = 0, is = 0, on_plan = 0, ahead = 0, behind = 0, without = 0;
  Total should_plan, is_plan, on_plan_plan, ahead_plan, behind_plan, without_plan;

  ScheduleLine& operator+=(const ScheduleLine& o) {
    should += o.should, is += o.is, on_plan += o.on_plan;
    ahead += o.ahead, behind += o.behind, without += o.without;
    should_plan += o.should_plan, is_plan += o.is_plan, on_plan_plan += o.on_plan_plan;
    ahead_plan += o.ahead_plan, behind_plan += o.behind_plan, without_plan += o.without_plan;
    return *this;
  }
};

void Add(ScheduleLine& planned, ScheduleLine& actual, const Schedule& schedule, Total plan) {
  const auto count = [&](int ScheduleLine::*number, Total ScheduleLine::*total) {
    ++(actual.*number);
    actual.*total += plan;
  };
  if (schedule.course == Course::kWithoutDates)
    return count(&ScheduleLine::without, &ScheduleLine::without_plan);
  ++planned.should;
  planned.should_plan += plan;
  count(&ScheduleLine::is, &ScheduleLine::is_plan);
  if (schedule.course == Course::kOnPlan) count(&ScheduleLine::on_plan, &ScheduleLine::on_plan_plan);
  if (schedule.course == Course::kAhead) count(&ScheduleLine::ahead, &ScheduleLine::ahead_plan);
  if (schedule.course == Course::kBehind) count(&ScheduleLine::behind, &ScheduleLine::behind_plan);
}

ReportRow ScheduleRow(std::string name, const ScheduleLine& line) {
  return {.values = {std::move(name), std::int64_t{line.should}, AmountOf(line.should_plan),
                     std::int64_t{line.is}, AmountOf(line.is_plan), std::int64_t{line.ahead},
                     AmountOf(line.ahead_plan), std::int64_t{line.on_plan}, AmountOf(line.on_plan_plan),
                     std::int64_t{line.behind}, AmountOf(line.behind_plan), std::int64_t{line.without},
                     AmountOf(line.without_plan)}};
}

}  // namespace

Behind CountBehind(const ReportInput& input, std::span<const PipelineItem> items) {
  Behind behind;
  for (const PipelineItem& item : items) {
    if (!item.measure().active()) continue;
    if (ScheduleOf(item.measure(), input.now.policy(), input.now.as_of).course != Course::kBehind) continue;
    ++behind.measures;
    behind.plan += item.money.sums.plan;
  }
  return behind;
}

ReportSection ScheduleSection(const ReportInput& input, std::span<const PipelineItem> items) {
  const Policy& policy = input.now.policy();
  std::vector<ScheduleLine> lines(policy.stages.size());
  for (const PipelineItem& item : items) {
    if (!item.measure().active()) continue;
    const Schedule schedule = ScheduleOf(item.measure(), policy, input.now.as_of);
    Add(lines[static_cast<std::size_t>(schedule.planned)],
        lines[static_cast<std::size_t>(item.measure().stage_index)], schedule, item.money.sums.plan);
  }
  ReportSection section;
  section.key = "schedule";
  section.sums = true;
  section.row_count = RowCount::kHidden;
  section.title = "Where active measures should be by their gates, and where they are";
  section.about =
      "A measure should be in the furthest stage whose planned day has passed. Those without planned "
      "days are in the last columns only.";
  section.columns = {{"stage", "Stage"},
                     {"should_be", "Should", ColumnKind::kCount},
                     {"should_be_plan", "Plan", ColumnKind::kMoney},
                     {"are", "Are", ColumnKind::kCount},
                     {"are_plan", "Plan", ColumnKind::kMoney},
                     {"ahead", "Ahead", ColumnKind::kCount},
                     {"ahead_plan", "Plan ahead", ColumnKind::kMoney, Shown::kToProgramsOnly},
                     {"on_plan", "On plan", ColumnKind::kCount},
                     {"on_plan_plan", "Plan on plan", ColumnKind::kMoney, Shown::kToProgramsOnly},
                     {"behind", "Behind", ColumnKind::kCount},
                     {"behind_plan", "Plan", ColumnKind::kMoney},
                     {"without_dates", "No dates", ColumnKind::kCount},
                     {"without_dates_plan", "Plan", ColumnKind::kMoney}};
  ScheduleLine sum;
  for (std::size_t stage = 0; stage < lines.size(); ++stage) {
    sum += lines[stage];
    section.rows.push_back(ScheduleRow(StageIdOf(policy, static_cast<int>(stage)), lines[stage]));
  }
  section.rows.push_back(ScheduleRow("Sum", sum));
  section.rows.back().sum = true;
  return section;
}

ReportSection BehindSection(const ReportInput& input, std::span<const PipelineItem> items) {
  const Policy& policy = input.now.policy();
  struct Late {
    const PipelineItem* item;
    Schedule schedule;
    int days;
  };
  std::vector<Late> late;
  for (const PipelineItem& item : items) {
    if (!item.measure().active()) continue;
    const Schedule schedule = ScheduleOf(item.measure(), policy, input.now.as_of);
    if (schedule.course == Course::kBehind)
      late.push_back({&item, schedule, DaysBetween(*schedule.overdue->date, input.now.as_of)});
  }
  std::ranges::stable_sort(late, [](const Late& a, const Late& b) {
    if (a.days != b.days) return a.days > b.days;
    return a.item->measure().id->view() < b.item->measure().id->view();
  });
  ReportSection section;
  section.key = "behind";
  section.title = "Behind: a gate's planned day has passed";
  section.columns = {{"measure", "Measure"},
                     {"title", "Title"},
                     {"stage", "Is in"},
                     {"planned_stage", "Should be in"},
                     {"gate", "Missed gate"},
                     {"planned", "Planned", ColumnKind::kDate},
                     {"days", "Days", ColumnKind::kCount},
                     {"plan", "Plan", ColumnKind::kMoney},
                     {"owner", "Owner"},
                     {"adopted", "Adopted", ColumnKind::kFlag, Shown::kToProgramsOnly}};
  section.nothing = "no active measure is behind its planned gates";
  for (const Late& one : late) {
    const Measure& measure = one.item->measure();
    section.rows.push_back(
        {.values = {TextOf(measure.id), TextOf(measure.title), StageIdOf(policy, measure.stage_index),
                    StageIdOf(policy, one.schedule.planned), TextOf(one.schedule.overdue->stage),
                    *one.schedule.overdue->date, std::int64_t{one.days}, AmountOf(one.item->money.sums.plan),
                    TextOf(measure.owner), one.item->stays.adopted}});
  }
  return section;
}

}  // namespace cat4
