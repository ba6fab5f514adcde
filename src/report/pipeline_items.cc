#include "report/pipeline_items.h"

#include <algorithm>

namespace cat4 {
namespace {

std::string StateOf(const PipelineItem& item) {
  std::string state(item.measure().active() ? "" : "on hold");
  if (item.stays.adopted) state += state.empty() ? "adopted" : ", adopted";
  return state;
}

// By stage, the furthest first; within it those that have waited longest first.
std::vector<const PipelineItem*> InOrder(std::span<const PipelineItem> all) {
  std::vector<const PipelineItem*> items;
  for (const PipelineItem& item : all) {
    if (!item.measure().cancelled()) items.push_back(&item);
  }
  std::ranges::stable_sort(items, [](const PipelineItem* a, const PipelineItem* b) {
    if (a->measure().stage_index != b->measure().stage_index)
      return a->measure().stage_index > b->measure().stage_index;
    if (a->days != b->days) return a->days > b->days;
    return a->measure().id->view() < b->measure().id->view();
  });
  return items;
}

}  // namespace

std::vector<PipelineItem> PipelineItemsOf(const ReportInput& input) {
  std::vector<PipelineItem> items;
  for (const MeasureFigures* figures : MeasuresOf(input, input.now)) {
    PipelineItem& item = items.emplace_back(PipelineItem{
        figures, FiguresInPeriod(input, *figures), StaysOf(*figures->measure, input.now.policy()), {}});
    if (const std::optional<Date> since = InStageSince(item.stays, *figures->measure))
      item.days = std::max(0, DaysBetween(*since, input.now.as_of));
  }
  return items;
}

std::optional<std::int64_t> Median(std::vector<int> values) {
  if (values.empty()) return std::nullopt;
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  if (values.size() % 2 == 1) return values[middle];
  return (std::int64_t{values[middle - 1]} + values[middle] + 1) / 2;
}

std::string StageIdOf(const Policy& policy, int stage) {
  return std::string(policy.stages[static_cast<std::size_t>(stage)].id->view());
}

ReportSection PipelineMeasures(const ReportInput& input, std::span<const PipelineItem> items) {
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
  for (const PipelineItem* item : InOrder(items)) {
    const Measure& measure = item->measure();
    const std::optional<Date> since = InStageSince(item->stays, measure);
    section.rows.push_back(
        {.values = {TextOf(measure.id), TextOf(measure.title),
                    StageIdOf(input.now.policy(), measure.stage_index), std::string(Name(*measure.state)),
                    item->stays.adopted, StateOf(*item), since ? ReportValue(*since) : ReportValue(),
                    item->days ? ReportValue(std::int64_t{*item->days}) : ReportValue(),
                    AmountOf(item->money.sums.plan), AmountOf(item->money.sums.expected),
                    AmountOf(item->money.weighted), AmountOf(item->money.sums.confirmed)}});
  }
  return section;
}

}  // namespace cat4
