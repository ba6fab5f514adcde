#include "cat4/crypto/evidence.h"

#include <fmt/format.h>

#include "cat4/base/text.h"

#include "crypto/openssl.h"

namespace cat4 {
namespace {

constexpr std::size_t kMaxEvidenceBytes = std::size_t{1} << 30;

void HashCited(const Source& source, const Portfolio& portfolio, const std::vector<Decision>& decisions,
               Evidence& evidence) {
  for (const Decision& decision : decisions) {
    for (const EvidenceFile& cited : decision.evidence) {
      const std::string path(cited.file->view());
      if (!portfolio.evidence.contains(path) || evidence.sha256.contains(path)) continue;
      const Result<std::string> bytes = source.Read(path, kMaxEvidenceBytes);
      if (!bytes) {
        evidence.failures.push_back(bytes.error());
      } else if (bytes->size() > kMaxEvidenceBytes) {
        evidence.failures.push_back(
            {FailureKind::kUnable, fmt::format("can't read '{}': larger than 1 GiB", path)});
      } else {
        evidence.sha256.emplace(path, Sha256Hex(*bytes));
      }
    }
  }
}

}  // namespace

std::string Sha256Hex(std::string_view bytes) { return Hex(Digest(EVP_sha256(), bytes)); }

Evidence HashEvidence(const Source& source, const Portfolio& portfolio) {
  Evidence evidence;
  for (const Measure& measure : portfolio.measures) {
    HashCited(source, portfolio, measure.decisions, evidence);
    HashCited(source, portfolio, measure.open_approvals, evidence);
  }
  return evidence;
}

}  // namespace cat4
