#include <algorithm>
#include <array>

#include "cat4/base/text.h"
#include "cat4/report/status.h"

#include "report/whole_units.h"

namespace cat4 {
namespace {

constexpr std::size_t kDefaultWidth = 110;
constexpr std::size_t kMinimumName = 24;
constexpr std::size_t kColumns = 6;
constexpr std::array<std::string_view, kColumns> kHeadings = {"Stage",  "Plan",      "Expected",
                                                              "Actual", "Confirmed", "Gap"};

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

}  // namespace

std::string StatusTable(const StatusReport& report, Level depth, std::size_t width, Glyphs glyphs) {
  return Table(report, depth, width, glyphs).Write();
}

}  // namespace cat4
