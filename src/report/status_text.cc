#include <algorithm>
#include <array>

#include "cat4/base/text.h"
#include "cat4/report/status.h"

namespace cat4 {
namespace {

constexpr std::size_t kDefaultWidth = 110;
constexpr std::size_t kMinimumName = 24;
constexpr std::size_t kColumns = 6;
constexpr std::array<std::string_view, kColumns> kHeadings = {"Stage",  "Plan",      "Expected",
                                                              "Actual", "Confirmed", "Gap"};

// Whole currency units: a report for people is not the place for cents, which the JSON document has.
std::string WholeUnits(Total total, int exponent) {
  Int128 unit = 1;
  for (int i = 0; i < exponent; ++i) unit *= 10;
  return FormatTotalGrouped(Total(DivideRounded(total.minor(), unit)), 0);
}

struct Row {
  std::string name, lights;
  std::array<std::string, kColumns> cells;
};

class Table {
 public:
  Table(const StatusReport& report, Level depth, std::size_t width, Glyphs glyphs)
      : report_(report), glyphs_(glyphs), width_(width == 0 ? kDefaultWidth : width) {
    for (const StatusNode& node : report.nodes) {
      if (node.level <= depth || node.depth == 0) rows_.push_back(MakeRow(node));
    }
  }

  std::string Write() {
    for (std::size_t i = 0; i < kColumns; ++i) {
      widths_[i] = kHeadings[i].size();
      for (const Row& row : rows_) widths_[i] = std::max(widths_[i], DisplayWidth(row.cells[i]));
    }
    std::size_t longest = 0;
    for (const Row& row : rows_) longest = std::max(longest, DisplayWidth(row.name));
    const std::size_t name = std::clamp(width_ > RestWidth() ? width_ - RestWidth() : 0, kMinimumName,
                                        std::max(kMinimumName, longest));
    Row heading{"", "Impl  Pot", {}};
    std::ranges::copy(kHeadings, heading.cells.begin());
    std::string text = Line(heading, name);
    for (const Row& row : rows_) text += Line(row, name);
    return text;
  }

 private:
  Row MakeRow(const StatusNode& node) const {
    const int exponent = report_.currency.exponent();
    const NodeFigures& f = node.figures;
    const bool measure = node.level == Level::kMeasure;
    const std::string label = measure ? fmt::format("{} {}", node.id, node.name) : std::string(node.name);
    std::string stage(node.stage);
    if (measure && node.state != Name(State::kActive))
      stage += fmt::format(" ({})", node.state == "on_hold" ? "on hold" : node.state);
    if (!measure) stage = Count(static_cast<std::size_t>(f.counts.measures), "measure");
    return {std::string(static_cast<std::size_t>(node.depth) * 2, ' ') + Printable(label),
            LightGlyph(f.implementation, glyphs_) + "   " + LightGlyph(f.potential, glyphs_),
            {stage, WholeUnits(f.sums.plan, exponent), WholeUnits(f.sums.expected, exponent),
             WholeUnits(f.sums.actual, exponent), WholeUnits(f.sums.confirmed, exponent),
             f.gap ? WholeUnits(*f.gap, exponent) : "-"}};
  }

  std::size_t RestWidth() const {
    std::size_t rest = std::string_view("  Impl  Pot").size();
    for (const std::size_t width : widths_) rest += width + 2;
    return rest;
  }

  std::string Line(const Row& row, std::size_t name) const {
    std::string line = PadRight(CutToWidth(row.name, name), name) + "  " + row.lights;
    for (std::size_t i = 0; i < kColumns; ++i) {
      line += "  " + (i == 0 ? PadRight(row.cells[i], widths_[i]) : PadLeft(row.cells[i], widths_[i]));
    }
    return line + "\n";
  }

  const StatusReport& report_;
  Glyphs glyphs_;
  std::size_t width_;
  std::vector<Row> rows_;
  std::array<std::size_t, kColumns> widths_{};
};

std::string CountsLine(std::string_view what, const LightCounts& counts, Glyphs glyphs) {
  std::string line = PadRight(what, 16);
  for (std::size_t i = 0; i < counts.by_light.size(); ++i) {
    const auto light = static_cast<Light>(i);
    line += fmt::format("{} {} {}{}", LightGlyph(light, glyphs), counts.by_light[i],
                        light == Light::kGrey ? "without" : Name(light),
                        i + 1 < counts.by_light.size() ? "   " : "");
  }
  return line + "\n";
}

std::string MeasureList(const StatusReport& report, std::string_view title,
                        const std::vector<std::string_view>& ids) {
  if (ids.empty()) return {};
  // The ids are in the order of the nodes.
  std::string text = fmt::format("\n{} ({})\n", title, ids.size());
  auto node = report.nodes.begin();
  for (const std::string_view id : ids) {
    while (node->level != Level::kMeasure || node->id != id) ++node;
    text += fmt::format("  {}  {}\n", id, Printable(node->name));
  }
  return text;
}

std::string Heading(const StatusReport& report, Glyphs glyphs) {
  const NodeFigures& top = report.nodes.front().figures;
  std::string text =
      fmt::format("{}: status report as of {}\n", Printable(report.organization), FormatDate(report.as_of));
  if (report.nodes.front().level != Level::kOrganization)
    text += fmt::format("{}\n", Printable(report.nodes.front().name));
  text += fmt::format("working tree, not proven; amounts in {}, {} is the current fiscal year\n\n",
                      report.currency.code(), FormatFiscalYear(report.fiscal_year));
  text += fmt::format("{}: {} active, {} on hold, {} cancelled\n",
                      Count(static_cast<std::size_t>(top.counts.measures), "measure"), top.counts.active,
                      top.counts.on_hold, top.counts.cancelled);
  return text + CountsLine("implementation", top.counts.implementation, glyphs) +
         CountsLine("potential", top.counts.potential, glyphs) + "\n";
}

std::string MoneyLines(const StatusReport& report) {
  const NodeFigures& top = report.nodes.front().figures;
  const int exponent = report.currency.exponent();
  const auto units = [&](Total total) { return WholeUnits(total, exponent); };
  const auto year = top.by_year.find(report.fiscal_year);
  const Sums in_year = year == top.by_year.end() ? Sums() : year->second;
  std::string text = fmt::format("\n{}: plan {}, expected {}, actual {}, confirmed {}\n",
                                 FormatFiscalYear(report.fiscal_year), units(in_year.plan),
                                 units(in_year.expected), units(in_year.actual), units(in_year.confirmed));
  text += fmt::format("Run-rate: plan {}, expected {}, confirmed {}; one-off plan {}; weighted by stage {}\n",
                      units(top.run_rate.plan), units(top.run_rate.expected), units(top.run_rate.confirmed),
                      units(top.one_off), units(top.weighted));
  text += fmt::format("Cost to achieve: plan {}, actual {}; soft benefits, in no sum: plan {}, expected {}\n",
                      units(top.cost_plan), units(top.cost_actual), units(top.soft_plan),
                      units(top.soft_expected));
  if (top.target) {
    text += fmt::format("Target {}, gap {}\n", units(*top.target), units(*top.gap));
  }
  return text;
}

std::string Pending(const StatusReport& report) {
  if (report.pending.empty()) return {};
  std::string text = fmt::format("\nDecisions due ({})\n", report.pending.size());
  for (const PendingDecision& pending : report.pending) {
    text += fmt::format("  {}  {}: gate {}, submitted {}\n", pending.measure, Printable(pending.title),
                        pending.gate, FormatDate(pending.since));
  }
  return text;
}

}  // namespace

std::string LightGlyph(Light light, Glyphs glyphs) {
  constexpr std::array<std::string_view, 4> kGlyphs = {"● G", "▲ A", "■ R", "○ -"};
  constexpr std::array<std::string_view, 4> kColors = {"\x1b[32m", "\x1b[33m", "\x1b[31m", "\x1b[90m"};
  const auto index = static_cast<std::size_t>(light);
  if (glyphs == Glyphs::kPlain) return std::string(kGlyphs[index]);
  return fmt::format("{}{}\x1b[0m", kColors[index], kGlyphs[index]);
}

std::string StatusTable(const StatusReport& report, Level depth, std::size_t width, Glyphs glyphs) {
  return Table(report, depth, width, glyphs).Write();
}

std::string StatusText(const StatusReport& report, Level depth, std::size_t width, Glyphs glyphs) {
  return Heading(report, glyphs) + StatusTable(report, depth, width, glyphs) + MoneyLines(report) +
         MeasureList(report, "Green-status traps: the work is on track, the money is not", report.traps) +
         Pending(report) + MeasureList(report, "Stalled: nothing has moved for a long time", report.stalled);
}

}  // namespace cat4
