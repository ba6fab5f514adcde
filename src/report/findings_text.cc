#include "cat4/base/text.h"
#include "cat4/diagnostics/location.h"
#include "cat4/report/findings.h"

namespace cat4 {
namespace {

std::string_view ColorOf(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "\x1b[1;31m";
    case Severity::kWarning:
      return "\x1b[1;33m";
    default:
      return "\x1b[1;36m";
  }
}

// The source line with a caret below the place, both free of anything a terminal would act on.
std::string SourceLines(const Location& location, const Finding& finding) {
  if (location.text.empty()) return {};
  const std::size_t begin = std::min(location.column - 1, location.text.size());
  const std::size_t end = location.end_line == location.line ? location.end_column - 1 : location.text.size();
  const std::string before = Printable(std::string_view(location.text).substr(0, begin));
  const std::string marked = Printable(std::string_view(location.text).substr(begin, end - begin));
  const std::size_t width = std::max<std::size_t>(1, DisplayWidth(marked));
  const std::string number = fmt::format("{:>5}", location.line);
  return fmt::format("{} | {}\n      | {}{}\n", number, CutToWidth(Printable(location.text), 200),
                     std::string(DisplayWidth(before), ' '),
                     std::string(std::min<std::size_t>(width, 120), '^')) +
         (finding.help.empty() ? "" : fmt::format("      = help: {}\n", Printable(finding.help)));
}

std::string Line(const FindingsReport& report, const Finding& finding, const Location& location,
                 TextStyle style) {
  const bool color = style == TextStyle::kColor;
  return fmt::format("{}:{}:{}: {}{}{}: {} [{}]\n",
                     Printable(report.portfolio.files.path(finding.span.file())), location.line,
                     location.column, color ? ColorOf(finding.severity) : "", Name(finding.severity),
                     color ? "\x1b[0m" : "", Printable(finding.message), GetRule(finding.rule).slug);
}

}  // namespace

SeverityCounts CountSeverities(const std::vector<Finding>& findings) {
  SeverityCounts counts;
  for (const Finding& finding : findings) {
    if (finding.severity == Severity::kError) ++counts.errors;
    if (finding.severity == Severity::kWarning) ++counts.warnings;
    if (finding.severity == Severity::kNote) ++counts.notes;
  }
  return counts;
}

std::string FindingsText(const FindingsReport& report, TextStyle style) {
  Locator locator(report.source, report.portfolio.files);
  std::string text;
  for (const Finding& finding : report.findings) {
    const Location location = locator.Locate(finding.span);
    text += Line(report, finding, location, style);
    if (style != TextStyle::kPlain) text += SourceLines(location, finding);
  }
  return text;
}

std::string FindingsSummary(const FindingsReport& report) {
  std::string text;
  if (report.waived > 0) text += fmt::format("{} waived (waivers.yaml)\n", Count(report.waived, "finding"));
  if (!report.skipped.empty()) {
    std::vector<std::string_view> slugs;
    for (const RuleId rule : report.skipped) slugs.push_back(GetRule(rule).slug);
    std::vector<std::string_view> broken;
    if (!report.portfolio.readable.organization) broken.emplace_back("organization.yaml");
    if (!report.portfolio.readable.policy) broken.emplace_back("policy.yaml");
    if (!report.portfolio.readable.rates) broken.emplace_back("rates.yaml");
    text += fmt::format("{} not checked, because {} can't be read: {}\n", Count(slugs.size(), "rule"),
                        Join(broken, " and "), Join(slugs, ", "));
  }
  const SeverityCounts counts = CountSeverities(report.findings);
  return text + fmt::format("{}, {}{} in {}\n", Count(counts.errors, "error"),
                            Count(counts.warnings, "warning"),
                            counts.notes > 0 ? ", " + Count(counts.notes, "note") : "",
                            Count(report.portfolio.files_read, "file"));
}

}  // namespace cat4
