// The registry: who may sign, and whether those who may say so have agreed to it.
//
// It is organization.yaml, policy.yaml, rates.yaml, waivers.yaml, people/*.yaml and committees/*.yaml. Each
// of its versions is ratified in registry.yaml by admins of the version before; the digest of version 1 is
// the trust root. What a tree can tell is told here; that nothing was rewritten, only the history tells.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/base/source.h"
#include "cat4/governance/proof.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

inline constexpr std::string_view kRegistryFile = "registry.yaml";  // what is ratified is told there

// Everything that the registry consists of, at the root of a tree; directories without a slash.
std::span<const std::string_view> RegistryParts();

// A file of it that could not be read; empty if all could.
std::string FirstUnreadable(const Portfolio& portfolio);

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
// `digest`: of the lines.
RegistryStatus StatusOfRegistry(const Portfolio& portfolio, const std::string& digest);

// True if registry.yaml of `after` begins with every entry of `before`, every field equal.
bool KeepsEntries(const Portfolio& before, const Portfolio& after);

// A registry that came into force.
struct RatifiedRegistry {
  int version = 0;  // 0: there is none yet; the rest is empty then
  std::string digest = "none";
  std::shared_ptr<const Source> source;
  std::shared_ptr<const Portfolio> portfolio;
};

// Whether a registry comes into force after `before`, the one in force until then: it is ratified, as exactly
// the next version, by as many active admins as that one asks for; where admins or their number change, also
// by as many of its own; and it breaks nothing that no ratification makes good.
//
// The first registry is version 1, and judged by its own admins.
//
// Its version, or why it does not come into force; one line.
ResultOr<int, std::string> VersionInForce(const RatifiedRegistry& before, const Portfolio& after,
                                          const Source& source, const std::string& digest);

}  // namespace cat4
