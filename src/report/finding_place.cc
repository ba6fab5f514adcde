#include "report/finding_place.h"

#include <map>

#include "cat4/crypto/evidence.h"

namespace cat4 {
namespace {

// Who a finding is about: a measure, wherever its file lies, or a file.
std::string_view SubjectOf(const PlacedFinding& finding) {
  return finding.measure.empty() ? finding.path : finding.measure;
}

}  // namespace

std::string PathInRepository(const FindingsReport& report, const PlacedFinding& finding) {
  return report.prefix + (finding.path.empty() ? "organization.yaml" : finding.path);
}

std::string PlaceName(const PlacedFinding& finding, std::string_view path) {
  if (finding.commit.empty()) return std::string(path);
  if (finding.path.empty()) return "commit " + finding.commit;
  return fmt::format("{}:{}", finding.commit, path);
}

std::string PlaceInBytes(const PlacedFinding& finding) {
  const std::string name = PlaceName(finding, finding.path);
  if (finding.path.empty()) return name;
  return fmt::format("{}:{}:{}", name, finding.location.line, finding.location.column);
}

std::vector<std::string> Fingerprints(const FindingsReport& report) {
  std::map<std::string, std::size_t> seen;
  std::vector<std::string> prints;
  prints.reserve(report.findings.size());
  for (const PlacedFinding& finding : report.findings) {
    std::string identity = fmt::format("{}\n{}\n{}\n{}", GetRule(finding.rule).slug, report.prefix,
                                       SubjectOf(finding), finding.field);
    if (!finding.commit.empty()) identity += "\ncommit " + finding.commit;
    const std::size_t number = ++seen[identity];
    if (number > 1) identity += fmt::format("\n{}", number);
    prints.push_back(Sha256Hex(identity));
  }
  return prints;
}

}  // namespace cat4
