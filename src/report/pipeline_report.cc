#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "cat4/base/text.h"
#include "cat4/report/pipeline.h"

#include "report/period_figures.h"
#include "report/stage_stays.h"
#include "report/whole_units.h"

namespace cat4 {
namespace {

constexpr std::string_view kCancelledRow = "(cancelled)";  // no stage is named so: ids hold no brackets
constexpr int kMonthsLookedBack = 12;

// A measure as this report looks at it.
struct Item {
  const MeasureFigures* figures = nullptr;
  PeriodFigures money;
  StageStays stays;
  std::optional<int> days;  // in its stage

  const Measure& measure() const { return *figures->measure; }
};

std::optional<std::int64_t> Median(std::vector<int> values) {
  if (values.empty()) return std::nullopt;
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  if (values.size() % 2 == 1) return values[middle];
  return (std::int64_t{values[middle - 1]} + values[middle] + 1) / 2;
}

ReportValue Maybe(std::optional<std::int64_t> count) { return count ? ReportValue(*count) : ReportValue(); }
ReportValue Amounts(Total total) { return Money{total}; }

// A line of the main table.
struct StageLine {
  int measures = 0, active = 0, on_hold = 0, adopted = 0;
  PeriodFigures money;
  Total on_hold_plan;
  std::vector<int> days;  // of the active ones

  void Add(const Item& item) {
    const Measure& measure = item.measure();
    ++measures;
    money += item.money;
    if (item.stays.adopted && !measure.cancelled()) ++adopted;
    if (measure.active()) {
      ++active;
      if (item.days) days.push_back(*item.days);
    } else if (!measure.cancelled()) {
      ++on_hold;
      on_hold_plan += item.money.sums.plan;
    }
  }
};

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

struct ConversionLine {
  std::array<int, 4> ends{};  // by StayEnd
  std::vector<int> days;      // of those that went on

  int entered() const { return ends[0] + ends[1] + ends[2] + ends[3]; }
  int of(StayEnd end) const { return ends[static_cast<std::size_t>(end)]; }
};

class Builder {
 public:
  explicit Builder(const ReportInput& input) : input_(input), policy_(input.now.policy()) {
    for (const MeasureFigures* figures : MeasuresOf(input, input.now)) items_.push_back(ItemOf(*figures));
  }

  Report Build() {
    report_.head = input_.head;
    AddSummary();
    if (input_.by) AddGroups();
    AddStages();
    AddConversion();
    AddSchedule();
    AddBehind();
    AddMeasures();
    return std::move(report_);
  }

 private:
  Item ItemOf(const MeasureFigures& figures) const {
    Item item{&figures, FiguresInPeriod(input_, figures), StaysOf(*figures.measure, policy_), {}};
    if (const std::optional<Date> since = InStageSince(item.stays, *figures.measure))
      item.days = std::max(0, DaysBetween(*since, input_.now.as_of));
    return item;
  }

  std::string StageId(int stage) const {
    return std::string(policy_.stages[static_cast<std::size_t>(stage)].id->view());
  }
  std::size_t StageCount() const { return policy_.stages.size(); }

  StageLine SumOf(const std::vector<const Item*>& items) const {
    StageLine line;
    for (const Item* item : items) line.Add(*item);
    return line;
  }
  std::vector<const Item*> All() const {
    std::vector<const Item*> all;
    for (const Item& item : items_) all.push_back(&item);
    return all;
  }

  std::string Units(Total total) const { return WholeUnits(total, input_.head.currency.exponent()); }

  void AddSummary() {
    const StageLine all = SumOf(All());
    const int cancelled = all.measures - all.active - all.on_hold;
    report_.summary = {fmt::format("{}: {} active, {} on hold, {} cancelled",
                                   Count(static_cast<std::size_t>(all.measures), "measure"), all.active,
                                   all.on_hold, cancelled),
                       fmt::format("Plan {}, expected {}, weighted by stage {}, confirmed {}",
                                   Units(all.money.sums.plan), Units(all.money.sums.expected),
                                   Units(all.money.weighted), Units(all.money.sums.confirmed))};
    int behind = 0;
    Total plan;
    for (const Item& item : items_) {
      if (!item.measure().active() || CourseOf(item) != Course::kBehind) continue;
      ++behind;
      plan += item.money.sums.plan;
    }
    if (behind > 0)
      report_.summary.push_back(
          fmt::format("{} behind the stage that 'gates' planned for today, with a plan of {}",
                      Count(static_cast<std::size_t>(behind), "active measure"), Units(plan)));
  }

  // --- by stage ---

  static std::vector<ReportColumn> StageColumns(Shown adopted) {
    return {{"stage", "Stage"},
            {"weight", "Weight", ColumnKind::kShare, Shown::kToProgramsOnly},
            {"measures", "Measures", ColumnKind::kCount, Shown::kToProgramsOnly},
            {"active", "Active", ColumnKind::kCount},
            {"on_hold", "On hold", ColumnKind::kCount},
            {"adopted", "Adopted", ColumnKind::kCount, adopted},
            {"plan", "Plan", ColumnKind::kMoney},
            {"on_hold_plan", "Of it on hold", ColumnKind::kMoney},
            {"expected", "Expected", ColumnKind::kMoney},
            {"weighted", "Weighted", ColumnKind::kMoney},
            {"confirmed", "Confirmed", ColumnKind::kMoney},
            {"median_days", "Days", ColumnKind::kCount},
            {"longest_days", "Longest", ColumnKind::kCount}};
  }

  static ReportRow StageRow(std::string name, ReportValue weight, const StageLine& line) {
    const Sums& sums = line.money.sums;
    const auto longest = std::ranges::max_element(line.days);
    return {.values = {std::move(name), std::move(weight), std::int64_t{line.measures},
                       std::int64_t{line.active}, std::int64_t{line.on_hold}, std::int64_t{line.adopted},
                       Amounts(sums.plan), Amounts(line.on_hold_plan), Amounts(sums.expected),
                       Amounts(line.money.weighted), Amounts(sums.confirmed), Maybe(Median(line.days)),
                       longest == line.days.end() ? ReportValue() : std::int64_t{*longest}}};
  }

  ReportValue WeightOf(std::size_t stage) const {
    const Stage& s = policy_.stages[stage];
    return PerMille{(s.weight ? *s.weight : 0) * 10};
  }

  // Lines of all stages, or only of those that hold a measure; cancelled measures follow.
  std::vector<ReportRow> StageRows(const std::vector<const Item*>& items, std::size_t at_least) const {
    std::vector<StageLine> lines(StageCount() + 1);
    for (const Item* item : items) {
      const Measure& measure = item->measure();
      lines[measure.cancelled() ? StageCount() : static_cast<std::size_t>(measure.stage_index)].Add(*item);
    }
    std::vector<ReportRow> rows;
    for (std::size_t stage = 0; stage < StageCount(); ++stage) {
      if (lines[stage].measures >= static_cast<int>(at_least))
        rows.push_back(StageRow(StageId(static_cast<int>(stage)), WeightOf(stage), lines[stage]));
    }
    if (lines.back().measures > 0)
      rows.push_back(StageRow(std::string(kCancelledRow), ReportValue(), lines.back()));
    return rows;
  }

  ReportRow StageSum(std::string name, const std::vector<const Item*>& items) const {
    ReportRow row = StageRow(std::move(name), ReportValue(), SumOf(items));
    row.sum = true;
    // Days in one stage and in another are not days of the same thing.
    row.values[row.values.size() - 2] = row.values.back() = ReportValue();
    return row;
  }

  Shown ShowAdopted() const {
    const bool any = std::ranges::any_of(
        items_, [](const Item& item) { return item.stays.adopted && !item.measure().cancelled(); });
    return any ? Shown::kEverywhere : Shown::kToProgramsOnly;
  }

  std::string AboutStages() const {
    std::string about =
        "Plan, expected and confirmed of active measures and of those on hold; weighted is what is expected "
        "times the stage's weight. Days: how long active measures have been in the stage, in the middle and "
        "the longest.";
    if (input_.period) about += fmt::format(" Amounts are those of {}.", input_.period->name);
    return about;
  }

  void AddStages() {
    ReportSection section;
    section.key = "stages";
    section.sums = true;
    section.row_count = RowCount::kHidden;
    section.columns = StageColumns(ShowAdopted());
    if (input_.by) section.title = "All together, by stage";
    if (!input_.by) section.about = AboutStages();
    section.rows = StageRows(All(), 0);
    section.rows.push_back(StageSum("Sum", All()));
    report_.sections.push_back(std::move(section));
  }

  std::map<const MeasureFigures*, const Item*> ItemsByMeasure() const {
    std::map<const MeasureFigures*, const Item*> items;
    for (const Item& item : items_) items.emplace(item.figures, &item);
    return items;
  }

  void AddGroups() {
    ReportSection section;
    section.key = "groups";
    section.sums = true;
    section.row_count = RowCount::kHidden;
    section.columns = StageColumns(ShowAdopted());
    section.columns.insert(section.columns.begin(),
                           {std::string(Name(*input_.by)), std::string(Title(*input_.by))});
    section.about = AboutStages();
    section.nothing = "there are no measures";
    const auto add = [&](ReportRow row, const std::string& group) {
      row.values.insert(row.values.begin(), group);
      section.rows.push_back(std::move(row));
    };
    const auto by_measure = ItemsByMeasure();
    for (const MeasureGroup& group : GroupMeasures(MeasuresOf(input_, input_.now), *input_.by)) {
      std::vector<const Item*> items;
      for (const MeasureFigures* figures : group.measures) items.push_back(by_measure.at(figures));
      for (ReportRow& row : StageRows(items, 1)) add(std::move(row), group.name);
      add(StageSum("Sum", items), group.name);
    }
    if (!section.rows.empty()) add(StageSum("Sum", All()), "All");
    if (*input_.by == GroupField::kTag)
      section.notes = {"A measure with several tags is in several groups, and once in 'All'."};
    report_.sections.push_back(std::move(section));
  }

  // --- conversion ---

  // The days that entries into a stage are looked at.
  std::pair<Date, Date> Window() const {
    if (input_.period)
      return {Date(input_.period->months.first / std::chrono::day(1)), LastDayOf(input_.period->months.last)};
    const std::chrono::year_month_day last(input_.now.as_of);
    const Month before =
        MonthFromIndex(std::max(0, MonthIndex(MonthOf(input_.now.as_of)) - kMonthsLookedBack));
    const Date same_day = std::min(
        Date(before / std::chrono::day(1)) + std::chrono::days(static_cast<unsigned>(last.day()) - 1),
        LastDayOf(before));
    return {same_day + std::chrono::days(1), input_.now.as_of};
  }

  std::vector<ConversionLine> Conversions(Date first, Date last) const {
    std::vector<ConversionLine> lines(StageCount());
    for (const Item& item : items_) {
      for (const Stay& stay : item.stays.stays) {
        if (stay.stage < 0 || !stay.entered || *stay.entered->on < first || *stay.entered->on > last)
          continue;
        ConversionLine& line = lines[static_cast<std::size_t>(stay.stage)];
        ++line.ends[static_cast<std::size_t>(stay.end)];
        if (stay.end == StayEnd::kWentOn) line.days.push_back(*stay.Days());
      }
    }
    return lines;
  }

  static ReportRow ConversionRow(std::string name, const ConversionLine& line) {
    ReportValue share;
    if (line.entered() > 0)
      share =
          PerMille{static_cast<int>(DivideRounded(Int128{line.of(StayEnd::kWentOn)} * 1000, line.entered()))};
    return {.values = {std::move(name), std::int64_t{line.entered()}, std::int64_t{line.of(StayEnd::kWentOn)},
                       share, std::int64_t{line.of(StayEnd::kReturned)},
                       std::int64_t{line.of(StayEnd::kCancelled)},
                       std::int64_t{line.of(StayEnd::kStillThere)}, Maybe(Median(line.days))}};
  }

  std::vector<ReportRow> ConversionRows(const std::vector<ConversionLine>& lines) const {
    std::vector<ReportRow> rows;
    ConversionLine sum;
    for (std::size_t stage = 0; stage < lines.size(); ++stage) {
      rows.push_back(ConversionRow(StageId(static_cast<int>(stage)), lines[stage]));
      for (std::size_t end = 0; end < sum.ends.size(); ++end) sum.ends[end] += lines[stage].ends[end];
    }
    if (sum.entered() == 0) return {};
    rows.back().values[2] = rows.back().values[3] = ReportValue();  // nothing follows the last stage
    rows.push_back(ConversionRow("Sum", sum));
    rows.back().sum = true;
    rows.back().values[2] = std::int64_t{sum.of(StayEnd::kWentOn) - lines.back().of(StayEnd::kWentOn)};
    rows.back().values[3] = rows.back().values.back() = ReportValue();
    return rows;
  }

  void AddConversion() {
    const auto [first, last] = Window();
    ReportSection section;
    section.key = "conversion";
    section.sums = true;
    section.row_count = RowCount::kHidden;
    section.title = fmt::format("What became of those who entered a stage from {} to {}", FormatDate(first),
                                FormatDate(last));
    section.about =
        "By the decisions; being born in the first stage is none. A measure that came back entered "
        "again. Days: from entering to going on, in the middle.";
    section.columns = {{"stage", "Stage entered"},
                       {"entered", "Entered", ColumnKind::kCount},
                       {"went_on", "Went on", ColumnKind::kCount},
                       {"went_on_share", "Share", ColumnKind::kShare},
                       {"returned", "Returned", ColumnKind::kCount},
                       {"cancelled", "Cancelled", ColumnKind::kCount},
                       {"still_there", "Still there", ColumnKind::kCount},
                       {"median_days", "Days", ColumnKind::kCount}};
    section.nothing = "no decision brought a measure into a stage";
    section.rows = ConversionRows(Conversions(first, last));
    report_.sections.push_back(std::move(section));
  }

  // --- planned against actual ---

  Course CourseOf(const Item& item) const {
    return ScheduleOf(item.measure(), policy_, input_.now.as_of).course;
  }

  static void Add(ScheduleLine& planned, ScheduleLine& actual, const Schedule& schedule, Total plan) {
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

  static ReportRow ScheduleRow(std::string name, const ScheduleLine& line) {
    return {.values = {std::move(name), std::int64_t{line.should}, Amounts(line.should_plan),
                       std::int64_t{line.is}, Amounts(line.is_plan), std::int64_t{line.ahead},
                       Amounts(line.ahead_plan), std::int64_t{line.on_plan}, Amounts(line.on_plan_plan),
                       std::int64_t{line.behind}, Amounts(line.behind_plan), std::int64_t{line.without},
                       Amounts(line.without_plan)}};
  }

  void AddSchedule() {
    std::vector<ScheduleLine> lines(StageCount());
    for (const Item& item : items_) {
      if (!item.measure().active()) continue;
      const Schedule schedule = ScheduleOf(item.measure(), policy_, input_.now.as_of);
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
      section.rows.push_back(ScheduleRow(StageId(static_cast<int>(stage)), lines[stage]));
    }
    section.rows.push_back(ScheduleRow("Sum", sum));
    section.rows.back().sum = true;
    report_.sections.push_back(std::move(section));
  }

  void AddBehind() {
    struct Late {
      const Item* item;
      Schedule schedule;
      int days;
    };
    std::vector<Late> late;
    for (const Item& item : items_) {
      if (!item.measure().active()) continue;
      const Schedule schedule = ScheduleOf(item.measure(), policy_, input_.now.as_of);
      if (schedule.course == Course::kBehind)
        late.push_back({&item, schedule, DaysBetween(*schedule.overdue->date, input_.now.as_of)});
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
          {.values = {TextOf(measure.id), TextOf(measure.title), StageId(measure.stage_index),
                      StageId(one.schedule.planned), TextOf(one.schedule.overdue->stage),
                      *one.schedule.overdue->date, std::int64_t{one.days}, Amounts(one.item->money.sums.plan),
                      TextOf(measure.owner), one.item->stays.adopted}});
    }
    report_.sections.push_back(std::move(section));
  }

  // --- measures ---

  static std::string StateOf(const Item& item) {
    std::string state(item.measure().active() ? "" : "on hold");
    if (item.stays.adopted) state += state.empty() ? "adopted" : ", adopted";
    return state;
  }

  // By stage, the furthest first; within it those that have waited longest first.
  std::vector<const Item*> InOrder() const {
    std::vector<const Item*> items;
    for (const Item& item : items_) {
      if (!item.measure().cancelled()) items.push_back(&item);
    }
    std::ranges::stable_sort(items, [](const Item* a, const Item* b) {
      if (a->measure().stage_index != b->measure().stage_index)
        return a->measure().stage_index > b->measure().stage_index;
      if (a->days != b->days) return a->days > b->days;
      return a->measure().id->view() < b->measure().id->view();
    });
    return items;
  }

  void AddMeasures() {
    ReportSection section;
    section.key = "measures";
    section.title = "Measures by stage, the longest there first";
    section.about =
        "Cancelled measures are left out. Adopted: began under governance in a later stage than the "
        "first, without having passed the gates before it.";
    section.columns = {{"measure", "Measure"},
                       {"title", "Title"},
                       {"stage", "Stage"},
                       {"state", "State", ColumnKind::kText, Shown::kToProgramsOnly},
                       {"adopted", "Adopted", ColumnKind::kFlag, Shown::kToProgramsOnly},
                       {"remark", "Remark"},
                       {"since", "Since", ColumnKind::kDate},
                       {"days", "Days", ColumnKind::kCount},
                       {"plan", "Plan", ColumnKind::kMoney},
                       {"expected", "Expected", ColumnKind::kMoney},
                       {"weighted", "Weighted", ColumnKind::kMoney},
                       {"confirmed", "Confirmed", ColumnKind::kMoney}};
    for (const Item* item : InOrder()) {
      const Measure& measure = item->measure();
      const std::optional<Date> since = InStageSince(item->stays, measure);
      section.rows.push_back(
          {.values = {TextOf(measure.id), TextOf(measure.title), StageId(measure.stage_index),
                      std::string(Name(*measure.state)), item->stays.adopted, StateOf(*item),
                      since ? ReportValue(*since) : ReportValue(),
                      item->days ? ReportValue(std::int64_t{*item->days}) : ReportValue(),
                      Amounts(item->money.sums.plan), Amounts(item->money.sums.expected),
                      Amounts(item->money.weighted), Amounts(item->money.sums.confirmed)}});
    }
    report_.sections.push_back(std::move(section));
  }

  const ReportInput& input_;
  const Policy& policy_;
  std::vector<Item> items_;
  Report report_;
};

}  // namespace

Result<Report> BuildPipeline(const ReportInput& input) { return Builder(input).Build(); }

}  // namespace cat4
