// The audit: a fold over the main line, which proves who decided what, and finds every step that is not as
// the rules want it.
//
// The main line is the chain of first parents, from the first commit that holds registry.yaml. Each step is
// judged by the registry and the holders before it. The order of landing is the only clock.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cat4/audit/checkpoint.h"
#include "cat4/audit/step.h"
#include "cat4/base/date.h"
#include "cat4/diagnostics/placed_finding.h"
#include "cat4/git/repository.h"

namespace cat4 {

// What was given out of band: the trust root, and a commit that must lie on the main line.
struct TrustPin {
  std::string digest;  // "sha256:…"
  std::string commit;  // empty: none is pinned
};
// "sha256:…[@COMMIT]"; fails where it is not that.
Result<TrustPin> ParsePin(std::string_view text);

struct AuditWish {
  std::string tip;         // a commit
  std::string since = {};  // findings of it and of those before it are left out; empty: none
  std::optional<TrustPin> pin = {};
  std::optional<Checkpoint> checkpoint = {};  // what an earlier audit left
  Date as_of{};                               // by which waivers run out
  bool landings = false;                      // note which commit landed each decision
  // Told how many of how many steps are done.
  std::function<void(std::size_t, std::size_t)> progress = {};
};

struct Audit {
  std::string tip;
  std::size_t steps = 0;
  std::string from_checkpoint;          // the commit that it went on from; empty: from the beginning
  std::size_t files = 0, measures = 0;  // at the tip
  std::size_t earlier = 0;              // findings that were left out, as `since` says
  bool incomplete = false;              // something could not be seen: what is found is not all
  AuditState state;                     // at the tip
  std::vector<PlacedFinding> findings;  // in the order of landing; acknowledged ones are warnings
  // What a later audit can go on from; nothing where there are errors.
  std::optional<Checkpoint> checkpoint;
};

// Fails where the history holds no registry.
Result<Audit> RunAudit(const Repository& repository, const AuditWish& wish);

}  // namespace cat4
