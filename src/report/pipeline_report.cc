#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "cat4/base/text.h"
#include "cat4/report/pipeline.h"

#include "report/pipeline_conversion.h"
#include "report/pipeline_items.h"
#include "report/pipeline_schedule.h"
#include "report/whole_units.h"

namespace cat4 {
namespace {

constexpr std::string_view kCancelledRow = "(cancelled)";  // no stage is named so: ids hold no brackets

// A line of the main table.
struct StageLine {
  int measures = 0, active = 0, on_hold = 0, adopted = 0;
  PeriodFigures money;
  Total on_hold_plan;
  std::vector<int> days;  // of the active ones

  void Add(const PipelineItem& item) {
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

class Builder {
 public:
  explicit Builder(const ReportInput& input)
      : input_(input), policy_(input.now.policy()), items_(PipelineItemsOf(input)) {}

  Report Build() {
    report_.head = input_.head;
    AddSummary();
    if (input_.by) AddGroups();
    AddStages();
    report_.sections.push_back(ConversionSection(input_, items_));
    report_.sections.push_back(ScheduleSection(input_, items_));
    report_.sections.push_back(BehindSection(input_, items_));
    report_.sections.push_back(PipelineMeasures(input_, items_));
    return std::move(report_);
  }

 private:
  std::size_t StageCount() const { return policy_.stages.size(); }

  StageLine SumOf(const std::vector<const PipelineItem*>& items) const {
    StageLine line;
    for (const PipelineItem* item : items) line.Add(*item);
    return line;
  }
  std::vector<const PipelineItem*> All() const {
    std::vector<const PipelineItem*> all;
    for (const PipelineItem& item : items_) all.push_back(&item);
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
    const Behind behind = CountBehind(input_, items_);
    if (behind.measures > 0)
      report_.summary.push_back(fmt::format(
          "{} behind the stage that 'gates' planned for today, with a plan of {}",
          Count(static_cast<std::size_t>(behind.measures), "active measure"), Units(behind.plan)));
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
                       AmountOf(sums.plan), AmountOf(line.on_hold_plan), AmountOf(sums.expected),
                       AmountOf(line.money.weighted), AmountOf(sums.confirmed), MaybeCount(Median(line.days)),
                       longest == line.days.end() ? ReportValue() : std::int64_t{*longest}}};
  }

  ReportValue WeightOf(std::size_t stage) const {
    const Stage& s = policy_.stages[stage];
    return PerMille{(s.weight ? *s.weight : 0) * 10};
  }

  // Lines of all stages, or only of those that hold a measure; cancelled measures follow.
  std::vector<ReportRow> StageRows(const std::vector<const PipelineItem*>& items,
                                   std::size_t at_least) const {
    std::vector<StageLine> lines(StageCount() + 1);
    for (const PipelineItem* item : items) {
      const Measure& measure = item->measure();
      lines[measure.cancelled() ? StageCount() : static_cast<std::size_t>(measure.stage_index)].Add(*item);
    }
    std::vector<ReportRow> rows;
    for (std::size_t stage = 0; stage < StageCount(); ++stage) {
      if (lines[stage].measures >= static_cast<int>(at_least))
        rows.push_back(StageRow(StageIdOf(policy_, static_cast<int>(stage)), WeightOf(stage), lines[stage]));
    }
    if (lines.back().measures > 0)
      rows.push_back(StageRow(std::string(kCancelledRow), ReportValue(), lines.back()));
    return rows;
  }

  ReportRow StageSum(std::string name, const std::vector<const PipelineItem*>& items) const {
    ReportRow row = StageRow(std::move(name), ReportValue(), SumOf(items));
    row.sum = true;
    // Days in one stage and in another are not days of the same thing.
    row.values[row.values.size() - 2] = row.values.back() = ReportValue();
    return row;
  }

  Shown ShowAdopted() const {
    const bool any = std::ranges::any_of(
        items_, [](const PipelineItem& item) { return item.stays.adopted && !item.measure().cancelled(); });
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

  std::map<const MeasureFigures*, const PipelineItem*> ItemsByMeasure() const {
    std::map<const MeasureFigures*, const PipelineItem*> items;
    for (const PipelineItem& item : items_) items.emplace(item.figures, &item);
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
      std::vector<const PipelineItem*> items;
      for (const MeasureFigures* figures : group.measures) items.push_back(by_measure.at(figures));
      for (ReportRow& row : StageRows(items, 1)) add(std::move(row), group.name);
      add(StageSum("Sum", items), group.name);
    }
    if (!section.rows.empty()) add(StageSum("Sum", All()), "All");
    if (*input_.by == GroupField::kTag)
      section.notes = {"A measure with several tags is in several groups, and once in 'All'."};
    report_.sections.push_back(std::move(section));
  }

  const ReportInput& input_;
  const Policy& policy_;
  std::vector<PipelineItem> items_;
  Report report_;
};

}  // namespace

Result<Report> BuildPipeline(const ReportInput& input) { return Builder(input).Build(); }

}  // namespace cat4
