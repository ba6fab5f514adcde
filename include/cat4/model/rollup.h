// Figures and lights of the nodes above the measures.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <span>

#include "cat4/model/figures.h"

namespace cat4 {

struct LightCounts {
  std::array<int, 4> by_light{};  // by Light
};

struct NodeCounts {
  int measures = 0, active = 0, on_hold = 0, cancelled = 0;
  LightCounts implementation, potential;  // of active measures
};

struct NodeFigures {
  NodeCounts counts;
  Sums sums;
  std::map<FiscalYear, Sums> by_year;
  RunRate run_rate;
  Total one_off, weighted;
  Total cost_plan, cost_actual;
  Total soft_plan, soft_expected;
  Total cancelled_plan;
  Light implementation = Light::kGrey;
  Light potential = Light::kGrey;
  std::optional<Total> target, gap;  // gap: positive is missing
};

// The measures below a container. Plans of cancelled measures are in `cancelled_plan` only; what they have
// confirmed and reported counts.
NodeFigures RollUp(const Portfolio& portfolio, const Container& container,
                   std::span<const MeasureFigures> measures, Date as_of);

// A measure's own node carries its own figures in every state.
NodeFigures OwnNode(const MeasureFigures& measure);

// What a target of that basis and month is compared with: the leading effects expected of these measures.
Total ExpectedAgainst(const Portfolio& portfolio, const Target& target,
                      std::span<const MeasureFigures> measures, Date as_of);

}  // namespace cat4
