// What a step of the governed branch does to one measure: which decisions it adds, and whether it adds only.
//
// The rules are those of the audit: each step is judged by the people, keys and policy of the tree before it.
#pragma once

#include <string>
#include <vector>

#include "cat4/diagnostics/finding.h"
#include "cat4/governance/basis.h"

namespace cat4 {

// A decision of the list or an open approval, by the digest of its statement.
struct NamedDecision {
  const Decision* decision = nullptr;
  std::string digest;
};
std::vector<NamedDecision> DecisionsOf(const Portfolio& portfolio, const Measure& measure);

// Those that `basis.here` has of the measure, and `basis.landed` does not; in their order. A second entry
// with the digest of another one is new.
std::vector<NamedDecision> NewDecisions(const Basis& basis, const Measure& measure);

// Everything about the measure that the step from `basis.landed` to `basis.here` may be wrong in, as far as
// its own decisions and figures tell. `basis.here` carries the landed policy: it judges what is new. Where
// nothing has landed yet, `basis.landed` holds the registry and no measures.
//
// Appends, with places in `basis.here`: decision-removed, decision-changed, id-reused; of new decisions
// bad-signature, unknown-signer, weak-key, retired-key, role-not-held, stale-approval, illegal-transition,
// missing-approval, unmet-criterion, separation-of-duties, terms-changed, confirmation-overlap and
// leftover-approval; terms-changed for `original` cells; period-closed; closed-measure-changed.
//
// `returned`: the measure was gone, and what has landed is its last readable version.
enum class Continuity { kSteady, kReturned };
void JudgeStepOfMeasure(const Basis& basis, const Measure& measure, Continuity presence, Findings& findings);

}  // namespace cat4
