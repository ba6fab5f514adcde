#include "report/pipeline_conversion.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace cat4 {
namespace {

constexpr int kMonthsLookedBack = 12;

struct ConversionLine {
  std::array<int, 4> ends{};  // by StayEnd
  std::vector<int> days;      // of those that went on

  int entered() const { return ends[0] + ends[1] + ends[2] + ends[3]; }
  int of(StayEnd end) const { return ends[static_cast<std::size_t>(end)]; }
};

// The days that entries into a stage are looked at.
std::pair<Date, Date> Window(const ReportInput& input) {
  if (input.period)
    return {Date(input.period->months.first / std::chrono::day(1)), LastDayOf(input.period->months.last)};
  const std::chrono::year_month_day last(input.now.as_of);
  const Month before = MonthFromIndex(std::max(0, MonthIndex(MonthOf(input.now.as_of)) - kMonthsLookedBack));
  const Date same_day =
      std::min(Date(before / std::chrono::day(1)) + std::chrono::days(static_cast<unsigned>(last.day()) - 1),
               LastDayOf(before));
  return {same_day + std::chrono::days(1), input.now.as_of};
}

std::vector<ConversionLine> Conversions(std::span<const PipelineItem> items, std::size_t stages, Date first,
                                        Date last) {
  std::vector<ConversionLine> lines(stages);
  for (const PipelineItem& item : items) {
    for (const Stay& stay : item.stays.stays) {
      if (stay.stage < 0 || !stay.entered || *stay.entered->on < first || *stay.entered->on > last) continue;
      ConversionLine& line = lines[static_cast<std::size_t>(stay.stage)];
      ++line.ends[static_cast<std::size_t>(stay.end)];
      if (stay.end == StayEnd::kWentOn) line.days.push_back(*stay.Days());
    }
  }
  return lines;
}

ReportRow ConversionRow(std::string name, const ConversionLine& line) {
  ReportValue share;
  if (line.entered() > 0)
    share =
        PerMille{static_cast<int>(DivideRounded(Int128{line.of(StayEnd::kWentOn)} * 1000, line.entered()))};
  return {.values = {std::move(name), std::int64_t{line.entered()}, std::int64_t{line.of(StayEnd::kWentOn)},
                     share, std::int64_t{line.of(StayEnd::kReturned)},
                     std::int64_t{line.of(StayEnd::kCancelled)}, std::int64_t{line.of(StayEnd::kStillThere)},
                     MaybeCount(Median(line.days))}};
}

std::vector<ReportRow> ConversionRows(const Policy& policy, const std::vector<ConversionLine>& lines) {
  std::vector<ReportRow> rows;
  ConversionLine sum;
  for (std::size_t stage = 0; stage < lines.size(); ++stage) {
    rows.push_back(ConversionRow(StageIdOf(policy, static_cast<int>(stage)), lines[stage]));
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

}  // namespace

ReportSection ConversionSection(const ReportInput& input, std::span<const PipelineItem> items) {
  const auto [first, last] = Window(input);
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
  section.rows =
      ConversionRows(input.now.policy(), Conversions(items, input.now.policy().stages.size(), first, last));
  return section;
}

}  // namespace cat4
