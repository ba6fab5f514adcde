#include <algorithm>
#include <set>

#include "cat4/report/audit.h"

#include "report/json.h"

namespace cat4 {
namespace {

Json FindingObject(const PlacedFinding& finding) {
  return {{"rule", GetRule(finding.rule).slug},
          {"severity", Name(finding.severity)},
          {"path", finding.path},
          {"line", finding.location.line},
          {"column", finding.location.column},
          {"message", finding.message},
          {"help", finding.help},
          {"measure", OrNull(finding.measure)},
          {"commit", OrNull(finding.commit)},
          {"decision", OrNull(finding.statement)}};
}

}  // namespace

std::string AuditJson(const AuditReport& report) {
  Json findings = Json::array();
  for (const PlacedFinding& finding : report.findings) findings.push_back(FindingObject(finding));
  const auto count = [&](Severity severity) {
    return std::ranges::count(report.findings, severity, &PlacedFinding::severity);
  };
  return Document({{"format_version", 1},
                   {"command", "audit"},
                   {"as_of", FormatDate(report.as_of)},
                   {"root", report.root},
                   {"summary",
                    {{"files", report.files},
                     {"measures", report.measures},
                     {"errors", count(Severity::kError)},
                     {"warnings", count(Severity::kWarning)},
                     {"notes", count(Severity::kNote)}}},
                   {"audit",
                    {{"tip", report.tip},
                     {"steps", report.steps},
                     {"decisions", report.decisions},
                     {"trust_root", OrNull(report.trust_root)},
                     {"pinned", report.pinned},
                     {"registry_version", report.registry_version},
                     {"from_checkpoint", OrNull(report.from_checkpoint)},
                     {"complete", !report.incomplete}}},
                   {"findings", std::move(findings)}});
}

}  // namespace cat4
