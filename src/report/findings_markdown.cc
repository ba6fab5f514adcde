// For the page of a workflow's run: https://github.github.com/gfm/
#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/report/findings.h"

#include "report/escape.h"
#include "report/finding_place.h"

namespace cat4 {
namespace {

constexpr std::size_t kRows = 500;
constexpr std::size_t kBytes = 500'000;  // GitHub refuses a summary of more than 1 MiB

std::string Row(const PlacedFinding& placed) {
  const Finding& finding = *placed.finding;
  return fmt::format("| {} | {}&#58;{} | {} | {} |\n", Name(finding.severity), MarkdownEscaped(placed.path),
                     placed.region.line, MarkdownEscaped(finding.message), GetRule(finding.rule).slug);
}

std::string Table(const FindingsReport& report) {
  std::vector<PlacedFinding> placed = PlaceFindings(report);
  std::ranges::stable_sort(placed, [](const PlacedFinding& one, const PlacedFinding& other) {
    return one.finding->severity > other.finding->severity;
  });
  std::string text = "| severity | place | finding | rule |\n|---|---|---|---|\n";
  std::size_t rows = 0;
  for (const PlacedFinding& finding : placed) {
    if (rows == kRows || text.size() > kBytes) break;
    text += Row(finding);
    ++rows;
  }
  if (rows < placed.size()) text += fmt::format("\n{} more, not shown here\n", placed.size() - rows);
  return text;
}

}  // namespace

std::string FindingsMarkdown(const FindingsReport& report) {
  const SeverityCounts counts = CountSeverities(report.findings);
  std::string text = fmt::format("### cat4 check: {}, {}{}\n\nAs of {}, in {}.\n",
                                 Count(counts.errors, "error"), Count(counts.warnings, "warning"),
                                 counts.notes > 0 ? ", " + Count(counts.notes, "note") : "",
                                 FormatDate(report.as_of), Count(report.portfolio.files_read, "file"));
  for (const Failure& failure : report.failures)
    text += fmt::format("\n**The check is not complete**: {}\n", MarkdownEscaped(failure.message));
  if (!report.skipped.empty())
    text += fmt::format("\n{} not checked, because a file can't be read.\n",
                        Count(report.skipped.size(), "rule"));
  if (report.waived > 0)
    text += fmt::format("\n{} waived (waivers.yaml).\n", Count(report.waived, "finding"));
  if (!report.findings.empty()) text += "\n" + Table(report);
  return text + "\n";
}

}  // namespace cat4
