// What the decisions of a measure lead to, and whether they hold together.
//
// A tree shows one policy. Transitions that name its version are judged by it; those that name an older one
// are history: they move the measure, and what their policy asked for is the audit's business. Signer, role
// and membership are taken as recorded, so that people who leave never make old decisions wrong. Signatures
// are not looked at.
#pragma once

#include <string>
#include <vector>

#include "cat4/diagnostics/finding.h"
#include "cat4/governance/locks.h"
#include "cat4/governance/transition.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

struct Replay {
  Position position;
  // False if a decision is illegal: it moves nothing, and what follows it is not judged.
  bool whole = true;
  const Decision* latest = nullptr;   // the latest transition
  std::string after = "none";         // its statement's digest: what the next transition must name
  const Decision* sealing = nullptr;  // the transition that locked the terms, while they are locked
  std::string sealing_digest;
  std::string seal;   // digest of the locked terms
  std::string terms;  // digest of the file's terms; empty where they are not known
  // By stage: the transition by which the measure came into or past it.
  std::vector<const Decision*> entered;
  // The latest amend, or return that unlocked the terms: what it changed was decided with it.
  const Decision* renewed = nullptr;
  // Of the open approvals, in the order they were given, those that are about a move that is legal now and
  // about the terms of now, whoever gave them.
  std::vector<const Decision*> fitting;
  // Those of them that count as far as this tree alone can tell: asked for, and given by people who may. Who
  // may decide on an amend stands in the tree that it changes, and who replaces a leaver needs an admin
  // there: neither is held against an approval here.
  std::vector<const Decision*> open;
  // The open approvals that are in neither, and why this tree counts them for nothing.
  struct Leftover {
    const Decision* approval;
    std::string why;
  };
  std::vector<Leftover> leftover;
};

// True if somebody has approved an amend to the terms that the file has.
bool IsBeingAmended(const Replay& replay, const Policy& policy);

// Pointers live as long as the measure. The organization and the policy must be readable.
//
// Appends illegal-transition, stale-approval, terms-changed, missing-approval, separation-of-duties,
// confirmation-overlap and leftover-approval.
Replay ReplayDecisions(const Portfolio& portfolio, const Locks& locks, const Measure& measure,
                       Findings& findings);

// What the confirmations after the first decisions add up to, by effect id: one line for each effect with a
// confirmed month, in its own currency, as an advance into the last stage states it.
struct ConfirmedSum {
  std::string_view effect;
  std::string amount;  // with the currency's decimals
  friend bool operator==(const ConfirmedSum&, const ConfirmedSum&) = default;
};
std::vector<ConfirmedSum> ConfirmedSums(const Measure& measure, std::span<const Decision> decisions);
// What a decision that closes a measure says of them.
std::vector<ConfirmedSum> StatedSums(const Decision& decision);

}  // namespace cat4
