// What a measure's next gate asks for and what is there already: criteria, approvals given and missing, and
// who may give them.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "cat4/governance/authority.h"
#include "cat4/governance/basis.h"
#include "cat4/governance/criteria.h"
#include "cat4/governance/replay.h"

namespace cat4 {

// One role that a move needs.
struct RoleStatus {
  RoleNeed need;
  std::vector<const Decision*> given = {};
  std::vector<Signatory> able = {};  // who may still give it, so that one more counts

  std::size_t missing() const { return need.people - std::min(need.people, given.size()); }
};

// A move that somebody has to decide on: the next gate, or what has approvals already. Approvals with another
// reason or day do not count together, and are moves of their own here.
struct OpenMove {
  Move move;
  Located<Text> reason = {};
  Located<Date> until = {};
  std::vector<const Decision*> approvals = {};  // in the order given
  std::vector<RoleStatus> roles = {};
  bool any = false;       // one of the roles is enough
  bool approved = false;  // nothing is missing: it has to be recorded only
};

// Pointers live as long as the measure.
struct GateStatus {
  Replay replay;
  std::optional<OpenMove> next;           // of an active measure before the last stage
  std::vector<CriterionResult> criteria;  // of that gate, judged as of now
  std::vector<OpenMove> others;           // with approvals given, in the order of the first
  bool submitted = false;                 // for the next gate

  bool criteria_met() const {
    return std::ranges::all_of(criteria, [](const CriterionResult& result) { return result.met; });
  }
};

// The organization and the policy must be readable. Who may act is judged as by who decides; signatures are
// only looked at for the status of their keys.
GateStatus StatusOfGate(const Basis& basis, const Measure& measure);

// A decision that waits for people: of a gate that was submitted, or a move that has some approvals.
struct InboxItem {
  Date since;  // the day it was submitted, or of its first approval
  const Measure* measure = nullptr;
  Move move;
  Located<Text> note;           // of the submission, or the reason
  std::optional<Role> role;     // the role that is missing; none: all is approved, it has to be recorded
  std::size_t missing = 0;      // approvals of that role
  std::vector<Signatory> able;  // who may act
};

// Oldest first, then by measure. One item for each missing role.
std::vector<InboxItem> Inbox(const Basis& basis);

}  // namespace cat4
