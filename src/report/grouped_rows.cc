#include "report/grouped_rows.h"

#include <algorithm>
#include <set>
#include <utility>

namespace cat4 {

void GroupRows(const ReportInput& input, std::span<const MeasureFigures* const> measures,
               ReportSection& section) {
  if (!input.by) return;
  const auto column =
      std::ranges::find(section.columns, "measure", &ReportColumn::key) - section.columns.begin();
  const std::vector<ReportRow> rows = std::exchange(section.rows, {});
  for (const MeasureGroup& group : GroupMeasures(measures, *input.by)) {
    std::set<std::string_view> ids;
    for (const MeasureFigures* figures : group.measures) ids.insert(figures->measure->id->view());
    for (const ReportRow& row : rows) {
      const auto* const id = std::get_if<std::string>(&row.values[static_cast<std::size_t>(column)]);
      if (!id || !ids.contains(*id)) continue;
      ReportRow& grouped = section.rows.emplace_back(row);
      grouped.values.insert(grouped.values.begin(), group.name);
    }
  }
  section.columns.insert(section.columns.begin(),
                         {std::string(Name(*input.by)), std::string(Title(*input.by))});
}

}  // namespace cat4
