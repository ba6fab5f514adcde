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

std::string Row(const FindingsReport& report, const PlacedFinding& finding) {
  std::string place = PlaceName(finding, PathInRepository(report, finding));
  if (!finding.path.empty()) place += fmt::format(":{}", finding.location.line);
  return fmt::format("| {} | {} | {} | {} |\n", Name(finding.severity), MarkdownEscaped(place),
                     MarkdownEscaped(finding.message), GetRule(finding.rule).slug);
}

std::string Table(const FindingsReport& report) {
  std::vector<const PlacedFinding*> worst_first;
  for (const PlacedFinding& finding : report.findings) worst_first.push_back(&finding);
  std::ranges::stable_sort(worst_first, std::ranges::greater(), &PlacedFinding::severity);
  std::string text = "| severity | place | finding | rule |\n|---|---|---|---|\n";
  std::size_t rows = 0;
  for (const PlacedFinding* finding : worst_first) {
    if (rows == kRows || text.size() > kBytes) break;
    text += Row(report, *finding);
    ++rows;
  }
  if (rows < worst_first.size())
    text += fmt::format("\n{} more, not shown here\n", worst_first.size() - rows);
  return text;
}

}  // namespace

std::string FindingsMarkdown(const FindingsReport& report) {
  std::string text =
      fmt::format("### cat4 {}: {}\n\nAs of {}, in {}.\n", report.command, SeveritiesLine(report.findings),
                  FormatDate(report.as_of), Count(report.files, "file"));
  for (const Failure& failure : report.failures)
    text +=
        fmt::format("\n**The {} is not complete**: {}\n", report.command, MarkdownEscaped(failure.message));
  if (!report.skipped.empty())
    text += fmt::format("\n{} not checked, because a file can't be read.\n",
                        Count(report.skipped.size(), "rule"));
  if (report.waived > 0)
    text += fmt::format("\n{} waived (waivers.yaml).\n", Count(report.waived, "finding"));
  if (!report.findings.empty()) text += "\n" + Table(report);
  return text + "\n";
}

}  // namespace cat4
