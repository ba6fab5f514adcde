// The registry: who may sign, and whether those who may say so have agreed to it.
//
// It is organization.yaml, policy.yaml, rates.yaml, waivers.yaml, people/*.yaml and committees/*.yaml. Each
// of its versions is ratified in registry.yaml by admins of the version before; the digest of version 1 is
// the trust root. What a tree can tell is told here; that nothing was rewritten, only the history tells.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cat4/base/source.h"
#include "cat4/governance/proof.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

// The lines `<sha256 hex>  <path>` that sha256sum prints for the files of the registry, in byte order of
// their paths. Fails if one can't be read.
Result<std::string> RegistryLines(const Source& source);

// One signature under a version.
struct Ratification {
  const RegistryEntry* entry = nullptr;
  Proof proof;  // by the keys that stand in the registry now
};

// A version that registry.yaml ratifies.
struct RegistryVersion {
  int version = 0;
  std::string digest;
  std::vector<Ratification> ratifications;  // entries that name exactly this version and digest
  // Different people whose signature is good. Under version 1 only its own active admins count; who was an
  // admin before a later version, a tree does not tell.
  std::size_t ratifiers = 0;
};

struct RegistryStatus {
  std::string digest;                     // of the files as they are
  std::vector<RegistryVersion> versions;  // ascending
  bool current = false;                   // the latest version is that of the files
  std::size_t needed = 1;                 // ratifiers that the policy asks for
  const RegistryVersion* first() const;   // the trust root; null unless there is exactly one version 1
};
// Entries live as long as the portfolio. The organization, the policy and registry.yaml must be readable.
RegistryStatus StatusOfRegistry(const Portfolio& portfolio, const std::string& lines);

}  // namespace cat4
