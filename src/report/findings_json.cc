#include "cat4/report/findings.h"

#include "report/json.h"

namespace cat4 {
namespace {

Json FindingObject(const PlacedFinding& finding) {
  const bool placed = !finding.path.empty();
  return {{"rule", GetRule(finding.rule).slug},
          {"severity", Name(finding.severity)},
          {"path", OrNull(finding.path)},
          {"line", placed ? Json(finding.location.line) : Json(nullptr)},
          {"column", placed ? Json(finding.location.column) : Json(nullptr)},
          {"message", finding.message},
          {"help", finding.help},
          {"measure", OrNull(finding.measure)},
          {"commit", OrNull(finding.commit)}};
}

Json FindingObject(const FindingsReport& report, const PlacedFinding& finding) {
  Json object = FindingObject(finding);
  if (report.audit || !report.base.empty()) object["decision"] = OrNull(finding.statement);
  if (!report.base.empty()) object["known"] = finding.known;
  return object;
}

Json AuditObject(const AuditProof& audit) {
  return {{"tip", audit.tip},
          {"steps", audit.steps},
          {"decisions", audit.decisions},
          {"trust_root", OrNull(audit.trust_root)},
          {"pinned", audit.pinned},
          {"registry_version", audit.registry_version},
          {"from_checkpoint", OrNull(audit.from_checkpoint)},
          {"complete", audit.complete},
          {"earlier_findings", audit.earlier}};
}

}  // namespace

std::string FindingsJson(const FindingsReport& report) {
  Json findings = Json::array();
  for (const PlacedFinding& finding : report.findings) findings.push_back(FindingObject(report, finding));
  Json skipped = Json::array();
  for (const RuleId rule : report.skipped) skipped.push_back(GetRule(rule).slug);
  const SeverityCounts counts = CountSeverities(report.findings);
  Json document = {{"format_version", 1},
                   {"command", report.command},
                   {"as_of", FormatDate(report.as_of)},
                   {"root", report.root},
                   {"summary",
                    {{"files", report.files},
                     {"measures", report.measures},
                     {"errors", counts.errors},
                     {"warnings", counts.warnings},
                     {"notes", counts.notes},
                     {"waived", report.waived},
                     {"skipped_rules", std::move(skipped)}}},
                   {"findings", std::move(findings)}};
  if (report.audit) document["audit"] = AuditObject(*report.audit);
  if (!report.failures.empty()) document["error"] = {{"message", report.failures.front().message}};
  return DocumentText(document);
}

}  // namespace cat4
