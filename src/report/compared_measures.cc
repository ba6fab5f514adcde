#include "report/compared_measures.h"

#include <set>

#include <fmt/format.h>

namespace cat4 {
namespace {

std::set<std::string_view> IdsOf(const std::vector<const MeasureFigures*>& measures) {
  std::set<std::string_view> ids;
  for (const MeasureFigures* figures : measures) ids.insert(figures->measure->id->view());
  return ids;
}

}  // namespace

std::vector<ComparedMeasure> CompareMeasures(const ReportInput& input) {
  std::vector<ComparedMeasure> compared;
  if (!input.before) return compared;
  const std::vector<const MeasureFigures*> now = MeasuresOf(input, input.now);
  const std::vector<const MeasureFigures*> before = MeasuresOf(input, *input.before);
  const std::set<std::string_view> ids_now = IdsOf(now), ids_before = IdsOf(before);
  for (const MeasureFigures* figures : now) {
    const std::string_view id = figures->measure->id->view();
    compared.push_back({.id = std::string(id),
                        .before = FindFigures(*input.before, id),
                        .now = figures,
                        .here_before = ids_before.contains(id),
                        .here_now = true});
  }
  for (const MeasureFigures* figures : before) {
    const std::string_view id = figures->measure->id->view();
    if (ids_now.contains(id)) continue;
    compared.push_back({.id = std::string(id),
                        .before = figures,
                        .now = FindFigures(input.now, id),
                        .here_before = true,
                        .here_now = false});
  }
  return compared;
}

std::string StandingOf(const Measure& measure) {
  const std::string stage = TextOf(measure.stage);
  if (measure.active()) return stage;
  return fmt::format("{} ({})", stage, measure.cancelled() ? "cancelled" : "on hold");
}

}  // namespace cat4
