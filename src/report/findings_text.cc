#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/report/findings.h"

#include "report/finding_place.h"

namespace cat4 {
namespace {

constexpr std::string_view kWaivers = "waivers.yaml";

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

// The source line with a caret below the place, both free of anything a terminal would act on, and the
// remedy.
std::string SourceLines(const PlacedFinding& finding) {
  const std::string_view line = finding.line;
  const Location& location = finding.location;
  constexpr std::size_t kWidest = 160;  // beyond it a caret helps nobody
  std::string text;
  const std::size_t begin = std::min(location.column - 1, line.size());
  if (!line.empty() && begin < kWidest) {
    const std::size_t stop = location.end_line == location.line ? location.end_column - 1 : line.size();
    const std::size_t end = std::clamp(std::min(stop, kWidest), begin, line.size());
    const std::size_t before = DisplayWidth(Printable(line.substr(0, begin)));
    const std::size_t width = DisplayWidth(Printable(line.substr(begin, end - begin)));
    text = fmt::format("{:>5} | {}\n      | {}{}\n", location.line,
                       CutToWidth(Printable(line.substr(0, 2 * kWidest)), kWidest), std::string(before, ' '),
                       std::string(std::max<std::size_t>(1, width), '^'));
  }
  return text + (finding.help.empty() ? "" : fmt::format("      = help: {}\n", Printable(finding.help)));
}

std::string Line(const PlacedFinding& finding, TextStyle style) {
  const bool color = style == TextStyle::kColor;
  return fmt::format("{}: {}{}{}: {} [{}]{}\n", Printable(PlaceInBytes(finding)),
                     color ? ColorOf(finding.severity) : "", Name(finding.severity), color ? "\x1b[0m" : "",
                     Printable(finding.message), GetRule(finding.rule).slug,
                     finding.known ? " (was there before)" : "");
}

}  // namespace

SeverityCounts CountSeverities(const std::vector<PlacedFinding>& findings) {
  SeverityCounts counts;
  for (const PlacedFinding& finding : findings) {
    if (finding.known) continue;
    if (finding.severity == Severity::kError) ++counts.errors;
    if (finding.severity == Severity::kWarning) ++counts.warnings;
    if (finding.severity == Severity::kNote) ++counts.notes;
  }
  return counts;
}

std::string SeveritiesLine(const std::vector<PlacedFinding>& findings) {
  const SeverityCounts counts = CountSeverities(findings);
  return fmt::format("{}, {}{}", Count(counts.errors, "error"), Count(counts.warnings, "warning"),
                     counts.notes > 0 ? ", " + Count(counts.notes, "note") : "");
}

std::string FindingsText(const std::vector<PlacedFinding>& findings, TextStyle style) {
  std::string text;
  for (const PlacedFinding& finding : findings) {
    text += Line(finding, style);
    if (style != TextStyle::kPlain) text += SourceLines(finding);
  }
  return text;
}

std::string FindingsSummary(const FindingsReport& report) {
  std::string text;
  if (report.waived > 0) text += fmt::format("{} waived (waivers.yaml)\n", Count(report.waived, "finding"));
  if (!report.skipped.empty()) {
    std::vector<std::string_view> slugs, broken = report.unreadable;
    for (const RuleId rule : report.skipped) slugs.push_back(GetRule(rule).slug);
    std::erase(broken, kWaivers);
    text += fmt::format("{} not checked, because {} can't be read: {}\n", Count(slugs.size(), "rule"),
                        Join(broken, " and "), Join(slugs, ", "));
  }
  if (std::ranges::find(report.unreadable, kWaivers) != report.unreadable.end())
    text += "waivers.yaml can't be read: no finding was waived\n";
  const auto known = static_cast<std::size_t>(
      std::ranges::count_if(report.findings, [](const PlacedFinding& finding) { return finding.known; }));
  if (known > 0) text += fmt::format("{} there before, not counted\n", Count(known, "finding"));
  return text + fmt::format("{} in {}\n", SeveritiesLine(report.findings),
                            report.audit ? Count(report.audit->steps, "step") : Count(report.files, "file"));
}

}  // namespace cat4
