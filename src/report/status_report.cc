#include "cat4/base/text.h"
#include "cat4/report/status.h"

#include "report/whole_units.h"

namespace cat4 {
namespace {

class Builder {
 public:
  explicit Builder(const ReportInput& input)
      : input_(input),
        status_(BuildStatusReport(*input.now.portfolio, input.now.figures, input.now.as_of, input.top,
                                  input.only)) {}

  Report Build() {
    report_.head = input_.head;
    const NodeFigures& top = status_.nodes.front().figures;
    report_.summary = {fmt::format("{}: {} active, {} on hold, {} cancelled",
                                   Count(static_cast<std::size_t>(top.counts.measures), "measure"),
                                   top.counts.active, top.counts.on_hold, top.counts.cancelled),
                       CountsLine("implementation", top.counts.implementation),
                       CountsLine("potential", top.counts.potential)};
    AddNodes();
    AddMeasures("trap_measures", "Green-status traps: the work is on track, the money is not", status_.traps);
    AddPending();
    AddMeasures("stalled_measures", "Stalled: nothing has moved for a long time", status_.stalled);
    return std::move(report_);
  }

 private:
  static std::string CountsLine(std::string_view what, const LightCounts& counts) {
    std::string line = PadRight(what, 16);
    for (std::size_t i = 0; i < counts.by_light.size(); ++i) {
      const auto light = static_cast<Light>(i);
      line += fmt::format("{}{} {} {}", i == 0 ? "" : "   ", LightGlyph(light, Glyphs::kPlain),
                          counts.by_light[i], light == Light::kGrey ? "without" : Name(light));
    }
    return line;
  }

  static std::string StageOf(const StatusNode& node) {
    if (node.level != Level::kMeasure)
      return Count(static_cast<std::size_t>(node.figures.counts.measures), "measure");
    if (node.state == Name(State::kActive)) return std::string(node.stage);
    return fmt::format("{} ({})", node.stage, node.state == Name(State::kOnHold) ? "on hold" : node.state);
  }

  ReportRow RowOf(const StatusNode& node) const {
    const NodeFigures& f = node.figures;
    const bool measure = node.level == Level::kMeasure;
    const auto units = [](Total total) { return ReportValue(Money{total}); };
    return {
        .values = {std::string(Name(node.level)), std::string(node.id),
                   measure ? fmt::format("{} {}", node.id, node.name) : std::string(node.name),
                   f.implementation, f.potential, StageOf(node), units(f.sums.plan), units(f.sums.expected),
                   units(f.sums.actual), units(f.sums.confirmed), f.gap ? units(*f.gap) : ReportValue()},
        .depth = node.depth};
  }

  void AddNodes() {
    ReportSection section{.key = "nodes",
                          .title = {},
                          .about = {},
                          .columns = {{"level", "Level", ColumnKind::kText, Shown::kToProgramsOnly},
                                      {"id", "ID", ColumnKind::kText, Shown::kToProgramsOnly},
                                      {"name", ""},
                                      {"implementation", "Impl", ColumnKind::kLight},
                                      {"potential", "Pot", ColumnKind::kLight},
                                      {"stage", "Stage"},
                                      {"plan", "Plan", ColumnKind::kMoney},
                                      {"expected", "Expected", ColumnKind::kMoney},
                                      {"actual", "Actual", ColumnKind::kMoney},
                                      {"confirmed", "Confirmed", ColumnKind::kMoney},
                                      {"gap", "Gap", ColumnKind::kMoney}},
                          .rows = {},
                          .nothing = {},
                          .notes = MoneyLines()};
    for (const StatusNode& node : status_.nodes) {
      if (node.level <= input_.depth || node.depth == 0) section.rows.push_back(RowOf(node));
    }
    report_.sections.push_back(std::move(section));
  }

  std::vector<std::string> MoneyLines() const {
    const NodeFigures& top = status_.nodes.front().figures;
    const auto units = [&](Total total) { return WholeUnits(total, status_.currency.exponent()); };
    const auto year = top.by_year.find(status_.fiscal_year);
    const Sums in_year = year == top.by_year.end() ? Sums() : year->second;
    std::vector<std::string> lines{
        fmt::format("{}: plan {}, expected {}, actual {}, confirmed {}",
                    FormatFiscalYear(status_.fiscal_year), units(in_year.plan), units(in_year.expected),
                    units(in_year.actual), units(in_year.confirmed)),
        fmt::format("Run-rate: plan {}, expected {}, confirmed {}; one-off plan {}; weighted by stage {}",
                    units(top.run_rate.plan), units(top.run_rate.expected), units(top.run_rate.confirmed),
                    units(top.one_off), units(top.weighted)),
        fmt::format("Cost to achieve: plan {}, actual {}; soft benefits, in no sum: plan {}, expected {}",
                    units(top.cost_plan), units(top.cost_actual), units(top.soft_plan),
                    units(top.soft_expected))};
    if (top.target) lines.push_back(fmt::format("Target {}, gap {}", units(*top.target), units(*top.gap)));
    return lines;
  }

  void AddMeasures(std::string key, std::string title, const std::vector<std::string_view>& ids) {
    ReportSection section{.key = std::move(key),
                          .title = std::move(title),
                          .about = {},
                          .columns = {{"measure", "Measure"}, {"title", "Title"}},
                          .rows = {},
                          .nothing = {},
                          .notes = {}};
    for (const std::string_view id : ids) {
      const MeasureFigures& figures = *FindFigures(input_.now, id);
      section.rows.push_back({.values = {std::string(id), TextOf(figures.measure->title)}});
    }
    report_.sections.push_back(std::move(section));
  }

  void AddPending() {
    ReportSection section{.key = "decisions_due",
                          .title = "Decisions due",
                          .about = {},
                          .columns = {{"measure", "Measure"},
                                      {"title", "Title"},
                                      {"gate", "Gate"},
                                      {"submitted", "Submitted", ColumnKind::kDate}},
                          .rows = {},
                          .nothing = {},
                          .notes = {}};
    for (const PendingDecision& pending : status_.pending) {
      section.rows.push_back({.values = {std::string(pending.measure), std::string(pending.title),
                                         std::string(pending.gate), pending.since}});
    }
    report_.sections.push_back(std::move(section));
  }

  const ReportInput& input_;
  const StatusReport status_;
  Report report_;
};

}  // namespace

Result<Report> BuildStatus(const ReportInput& input) { return Builder(input).Build(); }

}  // namespace cat4
