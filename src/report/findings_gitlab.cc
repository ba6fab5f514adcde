// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
#include "cat4/base/text.h"
#include "cat4/crypto/evidence.h"
#include "cat4/report/findings.h"

#include "report/finding_place.h"
#include "report/json.h"

namespace cat4 {
namespace {

std::string_view SeverityAtGitlab(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "major";
    case Severity::kWarning:
      return "minor";
    default:
      return "info";
  }
}

Json Issue(std::string_view check, std::string_view severity, const std::string& description,
           const std::string& fingerprint, const std::string& path, std::size_t line) {
  return {{"description", description},
          {"check_name", check},
          {"fingerprint", fingerprint},
          {"severity", severity},
          {"location", {{"path", path}, {"lines", {{"begin", line}}}}}};
}

}  // namespace

std::string FindingsGitlab(const FindingsReport& report) {
  Json issues = Json::array();
  // The format has no word for findings that may be missing, and nothing at all would look clean.
  const std::string incomplete = fmt::format("incomplete-{}", report.command);
  for (const Failure& failure : report.failures) {
    issues.push_back(Issue(incomplete, "blocker", Printable(failure.message),
                           Sha256Hex(incomplete + "\n" + failure.message), PathInRepository(report, {}), 1));
  }
  const std::vector<std::string> prints = Fingerprints(report);
  for (std::size_t i = 0; i < prints.size(); ++i) {
    const PlacedFinding& finding = report.findings[i];
    std::string description = Printable(finding.message);
    if (!finding.commit.empty()) description += "; commit " + Printable(finding.commit);
    if (!finding.help.empty()) description += "; help: " + Printable(finding.help);
    issues.push_back(Issue(GetRule(finding.rule).slug, SeverityAtGitlab(finding.severity), description,
                           prints[i], PathInRepository(report, finding), finding.region.line));
  }
  return DocumentText(issues);
}

}  // namespace cat4
