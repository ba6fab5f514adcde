// For a comment on GitHub: https://github.github.com/gfm/
#include <algorithm>

#include <fmt/format.h>

#include "cat4/base/text.h"
#include "cat4/report/report.h"

#include "report/escape.h"

namespace cat4 {
namespace {

constexpr std::size_t kBytes = 60'000;  // GitHub takes 65,536 characters
constexpr std::size_t kCellWidth = 300;

class Writer {
 public:
  explicit Writer(const Report& report) : report_(report) {}

  // As many rows of each section as fit; where not even titles do, as many sections.
  std::string Write() const {
    const std::size_t all = report_.sections.size();
    std::size_t most = 0;
    for (const ReportSection& section : report_.sections) most = std::max(most, section.rows.size());
    const auto with_rows = [&](std::size_t rows) { return Write(rows, all); };
    if (with_rows(0).size() <= kBytes) return with_rows(MostThatFits(most, with_rows));
    const auto with_sections = [&](std::size_t sections) { return Write(0, sections); };
    return with_sections(MostThatFits(all, with_sections));
  }

 private:
  // The greatest number up to `most` for which the text is no longer than allowed; 0 if it is for none.
  template <typename Make>
  static std::size_t MostThatFits(std::size_t most, Make make) {
    if (make(most).size() <= kBytes) return most;
    std::size_t fits = 0;
    while (fits < most) {
      const std::size_t middle = fits + (most - fits + 1) / 2;
      if (make(middle).size() <= kBytes) {
        fits = middle;
      } else {
        most = middle - 1;
      }
    }
    return fits;
  }

  std::string Write(std::size_t rows, std::size_t sections) const {
    const ReportHead& head = report_.head;
    std::string text = fmt::format("## {}: {} as of {}\n\n", MarkdownEscaped(head.organization),
                                   MarkdownEscaped(head.title), FormatDate(head.as_of));
    if (!head.node_name.empty()) text += fmt::format("**{}**\n\n", MarkdownEscaped(head.node_name));
    text += Lines(Provenance(head));
    if (!report_.summary.empty()) text += "\n" + Lines(report_.summary);
    for (std::size_t i = 0; i < sections; ++i) text += Section(report_.sections[i], rows);
    if (sections < report_.sections.size())
      text += fmt::format("\n{} not shown here\n", Count(report_.sections.size() - sections, "more section"));
    return text;
  }

  static std::string Lines(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines)
      text += fmt::format("{}{}\n", MarkdownEscaped(line), &line == &lines.back() ? "" : "  ");
    return text;
  }

  std::string Section(const ReportSection& section, std::size_t rows) const {
    if (!IsForPeople(section)) return {};
    std::string text = "\n";
    if (!section.title.empty())
      text += fmt::format("### {}{}\n\n", MarkdownEscaped(section.title), RowCountText(section));
    if (section.rows.empty()) return text + MarkdownEscaped(section.nothing) + "\n";
    if (!section.about.empty()) text += MarkdownEscaped(section.about) + "\n\n";
    text += Table(section, std::min(rows, section.rows.size()));
    if (rows < section.rows.size())
      text += fmt::format("\n{} more, not shown here\n", section.rows.size() - rows);
    if (rows > 0 && !section.notes.empty()) text += "\n" + Lines(section.notes);
    return text;
  }

  std::string Table(const ReportSection& section, std::size_t rows) const {
    if (rows == 0) return {};
    std::string heads = "|", marks = "|";
    for (const ReportColumn& column : section.columns) {
      if (column.shown == Shown::kToProgramsOnly) continue;
      const bool right = column.kind == ColumnKind::kCount || column.kind == ColumnKind::kMoney ||
                         column.kind == ColumnKind::kShare;
      heads += fmt::format(" {} |", MarkdownEscaped(column.heading));
      marks += right ? "---:|" : "---|";
    }
    std::string text = heads + "\n" + marks + "\n";
    for (std::size_t i = 0; i < rows; ++i) text += Row(section, section.rows[i]);
    return text;
  }

  std::string Row(const ReportSection& section, const ReportRow& row) const {
    std::string text = "|";
    bool first = true;
    for (std::size_t i = 0; i < section.columns.size(); ++i) {
      if (section.columns[i].shown == Shown::kToProgramsOnly) continue;
      std::string cell =
          MarkdownEscaped(CutToWidth(FormatForPeople(row.values[i], report_.head), kCellWidth));
      if (row.sum) cell = fmt::format("**{}**", cell);
      std::string indent;
      if (first) {
        for (int level = 0; level < row.depth; ++level) indent += "&emsp;";
      }
      text += fmt::format(" {}{} |", indent, cell);
      first = false;
    }
    return text + "\n";
  }

  const Report& report_;
};

}  // namespace

std::string ReportMarkdown(const Report& report) { return Writer(report).Write(); }

}  // namespace cat4
