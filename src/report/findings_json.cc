#include "cat4/diagnostics/location.h"
#include "cat4/report/findings.h"

#include "report/json.h"

namespace cat4 {
namespace {

Json FindingObject(const FindingsReport& report, const Finding& finding, const Location& location) {
  const std::string& path = report.portfolio.files.path(finding.span.file());
  return {{"rule", GetRule(finding.rule).slug},
          {"severity", Name(finding.severity)},
          {"path", path},
          {"line", location.line},
          {"column", location.column},
          {"message", finding.message},
          {"help", finding.help},
          {"measure", OrNull(MeasureOfPath(path))},
          {"commit", nullptr}};
}

}  // namespace

std::string FindingsJson(const FindingsReport& report) {
  Locator locator(report.source, report.portfolio.files);
  Json findings = Json::array();
  for (const Finding& finding : report.findings) {
    findings.push_back(FindingObject(report, finding, locator.Locate(finding.span)));
  }
  Json skipped = Json::array();
  for (const RuleId rule : report.skipped) skipped.push_back(GetRule(rule).slug);
  const SeverityCounts counts = CountSeverities(report.findings);
  Json document = {{"format_version", 1},
                   {"command", "check"},
                   {"as_of", FormatDate(report.as_of)},
                   {"root", report.root},
                   {"summary",
                    {{"files", report.portfolio.files_read},
                     {"measures", report.portfolio.measures.size()},
                     {"errors", counts.errors},
                     {"warnings", counts.warnings},
                     {"notes", counts.notes},
                     {"waived", report.waived},
                     {"skipped_rules", std::move(skipped)}}},
                   {"findings", std::move(findings)}};
  if (!report.failures.empty()) document["error"] = {{"message", report.failures.front().message}};
  return Document(document);
}

}  // namespace cat4
