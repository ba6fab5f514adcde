#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "cat4/base/text.h"
#include "cat4/report/report.h"

#include "report/text_wrap.h"

namespace cat4 {
namespace {

constexpr std::size_t kDefaultWidth = 110;
constexpr std::size_t kNarrowest = 18;  // of a column of text that has to give way
constexpr std::size_t kLines = 3;       // that a text takes in its column; more of it is cut off

bool IsRight(ColumnKind kind) {
  return kind == ColumnKind::kCount || kind == ColumnKind::kMoney || kind == ColumnKind::kShare;
}

// What of a section people see, as text.
class Table {
 public:
  Table(const ReportSection& section, const ReportHead& head, const ReportStyle& style)
      : section_(section),
        head_(head),
        style_(style),
        tree_(std::ranges::any_of(section.rows, &ReportRow::depth)) {
    for (std::size_t i = 0; i < section.columns.size(); ++i) {
      if (section.columns[i].shown == Shown::kEverywhere) shown_.push_back(i);
    }
    for (const ReportRow& row : section.rows) rows_.push_back(CellsOf(row));
    FitWidths();
  }

  std::string Write() const {
    std::vector<std::string> headings;
    for (const std::size_t i : shown_) headings.push_back(section_.columns[i].heading);
    std::string text = Lines(headings, nullptr);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (section_.rows[i].sum) text += std::string(TableWidth(), '-') + "\n";
      text += Lines(rows_[i], &section_.rows[i]);
    }
    return text;
  }

 private:
  std::vector<std::string> CellsOf(const ReportRow& row) const {
    std::vector<std::string> cells;
    for (const std::size_t i : shown_) cells.push_back(FormatForPeople(row.values[i], head_));
    if (!cells.empty()) cells.front().insert(0, static_cast<std::size_t>(row.depth) * 2, ' ');
    return cells;
  }

  std::size_t TableWidth() const {
    return std::accumulate(widths_.begin(), widths_.end(), (widths_.size() - 1) * 2);
  }

  // Columns are as wide as what they hold; where that is too much, the widest texts give way.
  void FitWidths() {
    widths_.assign(shown_.size(), 0);
    for (std::size_t c = 0; c < shown_.size(); ++c) {
      widths_[c] = DisplayWidth(section_.columns[shown_[c]].heading);
      for (const auto& row : rows_) widths_[c] = std::max(widths_[c], DisplayWidth(row[c]));
    }
    const std::size_t width = style_.width == 0 ? kDefaultWidth : style_.width;
    while (TableWidth() > width) {
      std::size_t* widest = nullptr;
      for (std::size_t c = 0; c < shown_.size(); ++c) {
        const bool text = section_.columns[shown_[c]].kind == ColumnKind::kText;
        if (text && widths_[c] > kNarrowest && (!widest || widths_[c] > *widest)) widest = &widths_[c];
      }
      if (!widest) return;
      --*widest;
    }
  }

  // A row takes several lines where texts are wrapped. Names in a tree stay on one.
  std::string Lines(const std::vector<std::string>& cells, const ReportRow* row) const {
    std::vector<std::vector<std::string>> wrapped;
    std::size_t height = 1;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const bool one = row && tree_ && c == 0;
      wrapped.push_back(WrapText(cells[c], widths_[c], one ? 1 : kLines));
      height = std::max(height, wrapped.back().size());
    }
    std::string text;
    for (std::size_t line = 0; line < height; ++line) {
      std::vector<std::string> parts;
      for (const auto& cell : wrapped) parts.push_back(line < cell.size() ? cell[line] : std::string());
      text += Line(parts, line == 0 ? row : nullptr);
    }
    return text;
  }

  std::string Line(const std::vector<std::string>& parts, const ReportRow* row) const {
    std::string line;
    for (std::size_t c = 0; c < parts.size(); ++c) {
      const ReportColumn& column = section_.columns[shown_[c]];
      const std::string padded =
          IsRight(column.kind) ? PadLeft(parts[c], widths_[c]) : PadRight(parts[c], widths_[c]);
      line += (c == 0 ? "" : "  ") + (row ? Colored(padded, row->values[shown_[c]]) : padded);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line + "\n";
  }

  std::string Colored(const std::string& padded, const ReportValue& value) const {
    const Light* light = std::get_if<Light>(&value);
    if (!light || style_.glyphs == Glyphs::kPlain) return padded;
    const std::string plain = LightGlyph(*light, Glyphs::kPlain);
    return LightGlyph(*light, style_.glyphs) + padded.substr(plain.size());
  }

  const ReportSection& section_;
  const ReportHead& head_;
  const ReportStyle& style_;
  const bool tree_;
  std::vector<std::size_t> shown_;              // columns
  std::vector<std::vector<std::string>> rows_;  // of cells
  std::vector<std::size_t> widths_;
};

std::string Wrapped(const std::vector<std::string>& sentences, std::size_t width) {
  std::string text;
  for (const std::string& sentence : sentences) {
    for (const std::string& line : WrapText(Printable(sentence), width, std::string::npos))
      text += line + "\n";
  }
  return text;
}

std::string Section(const ReportSection& section, const Report& report, const ReportStyle& style) {
  const std::size_t width = style.width == 0 ? kDefaultWidth : style.width;
  if (!IsForPeople(section)) return {};
  std::string text = "\n";
  if (!section.title.empty()) text += Wrapped({section.title + RowCountText(section)}, width);
  if (section.rows.empty()) return text + Wrapped({section.nothing}, width);
  if (!section.about.empty()) text += Wrapped({section.about}, width);
  text += Table(section, report.head, style).Write();
  return text + (section.notes.empty() ? "" : "\n" + Wrapped(section.notes, width));
}

}  // namespace

std::string ReportText(const Report& report, const ReportStyle& style) {
  const ReportHead& head = report.head;
  const std::size_t width = style.width == 0 ? kDefaultWidth : style.width;
  std::vector<std::string> heading{
      fmt::format("{}: {} as of {}", head.organization, head.title, FormatDate(head.as_of))};
  if (!head.node_name.empty()) heading.push_back(head.node_name);
  for (std::string& line : Provenance(head)) heading.push_back(std::move(line));
  std::string text = Wrapped(heading, width);
  if (!report.summary.empty()) text += "\n" + Wrapped(report.summary, width);
  for (const ReportSection& section : report.sections) text += Section(section, report, style);
  return text;
}

}  // namespace cat4
