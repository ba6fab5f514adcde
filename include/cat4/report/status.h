// The dual-status report: every node with both lights and its sums.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/base/date.h"
#include "cat4/base/result.h"
#include "cat4/model/figures.h"
#include "cat4/model/portfolio.h"
#include "cat4/model/rollup.h"
#include "cat4/report/light_glyph.h"
#include "cat4/report/report_input.h"

namespace cat4 {

struct StatusNode {
  Level level = Level::kOrganization;
  std::string_view id, name;
  std::string_view path;          // of its file, relative to the root
  std::string_view parent;        // id; empty for the top
  std::string_view stage, state;  // of measures only
  int depth = 0;                  // below the top of the report
  bool trap = false;
  NodeFigures figures;
};

// A measure that waits for a decision.
struct PendingDecision {
  std::string_view measure, title, gate;
  Date since;
};

// Points into the portfolio that it was built from.
struct StatusReport {
  std::string_view organization;
  Date as_of;
  Currency currency;                             // of all totals
  FiscalYear fiscal_year;                        // that of the as-of date
  std::vector<StatusNode> nodes;                 // depth-first, parents first
  std::vector<PendingDecision> pending;          // oldest first
  std::vector<std::string_view> traps, stalled;  // ids of measures
};

// `top`: the container to report on; nullptr for the organization. `only`: a single measure instead.
StatusReport BuildStatusReport(const Portfolio& portfolio, std::span<const MeasureFigures> figures,
                               Date as_of, const Container* top, const MeasureFigures* only);

// The main table only, down to `depth`: heading, a line a node, nothing else.
std::string StatusTable(const StatusReport& report, Level depth, std::size_t width, Glyphs glyphs);

// The whole report: the tree, then what needs somebody's attention.
Result<Report> BuildStatus(const ReportInput& input);
std::string StatusJson(const ReportInput& input, const Report& report);

}  // namespace cat4
