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
  std::optional<Sums> in_period;  // where a period was asked for
};

// Points into the portfolio that it was built from.
struct StatusReport {
  std::string_view organization;
  Date as_of;
  Currency currency;                             // of all totals
  FiscalYear fiscal_year;                        // that of the as-of date
  std::vector<StatusNode> nodes;                 // depth-first, parents first
  std::vector<std::string_view> traps, stalled;  // ids of measures
};

// `top`: the container to report on; nullptr for the organization. `only`: a single measure instead.
// `in_period`: the sums over the period of each measure, in their order; nullptr where none was asked for.
StatusReport BuildStatusReport(const Portfolio& portfolio, std::span<const MeasureFigures> figures,
                               Date as_of, const Container* top, const MeasureFigures* only,
                               const std::vector<Sums>* in_period = nullptr);
StatusReport BuildStatusReport(const ReportInput& input);

// The main table only, down to `depth`: heading, a line a node, nothing else.
std::string StatusTable(const StatusReport& report, Level depth, std::size_t width, Glyphs glyphs);

// The whole report: the tree or the groups, key figures and years, what needs somebody's attention (traps,
// decisions due, stalled measures, those on hold), and what changed since the version that is compared with.
Result<Report> BuildStatus(const ReportInput& input);
// The tree in the shape of the contract, then the sections.
std::string StatusJson(const ReportInput& input, const Report& report);

}  // namespace cat4
