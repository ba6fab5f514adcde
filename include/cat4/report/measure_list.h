// Measures as a table.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cat4/model/figures.h"
#include "cat4/report/status.h"

namespace cat4 {

// Measures that match all that is set.
struct MeasureFilter {
  std::vector<std::string> stages, states, owners, sponsors, controllers, committees, entities, tags;
  std::vector<std::string> lights;  // either light
  std::vector<std::string> implementation, potential;
  bool trap_only = false;
};

bool Matches(const MeasureFilter& filter, const MeasureFigures& figures);

std::string MeasureListText(std::span<const MeasureFigures* const> measures, std::size_t width,
                            Glyphs glyphs);
std::string MeasureListCsv(const Portfolio& portfolio, std::span<const MeasureFigures* const> measures);
std::string MeasureListJson(const Portfolio& portfolio, std::span<const MeasureFigures* const> measures,
                            Date as_of);
std::string MeasureListIds(std::span<const MeasureFigures* const> measures);

}  // namespace cat4
