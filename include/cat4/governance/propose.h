// From what somebody wants to decide to the decision that he would sign, or why he can't.
//
// Judged as one step from what has landed on the governed branch, with the rules that the audit of that step
// will have: whoever acts must be somebody already there, with the role he acts in, and still be here.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cat4/governance/gate_status.h"
#include "cat4/governance/locks.h"
#include "cat4/governance/transition.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

// Whether approvals count only if their signatures are good, by keys that are active.
enum class Approvals { kProven, kAsRecorded };

// How commits made here land on the governed branch.
enum class Landing {
  kAlone,     // each at once, as a step of its own: this is the governed branch
  kTogether,  // as one step, when this branch is merged
  kUnknown,   // there is no governed branch that this one shares a commit with
};

// The tree that is decided on, and the one that has landed. Both outlive what is made from them.
struct Basis {
  Portfolio& here;
  const Locks& locks;       // of `here`
  const Portfolio* landed;  // null: nothing has landed yet
  Approvals approvals = Approvals::kProven;
  Landing landing = Landing::kTogether;
};

// Who signs. Texts of the pool of `Basis::here`.
struct Signer {
  Text by;
  Text for_;                 // the principal, if he acts as somebody's deputy
  std::optional<Role> role;  // none: one that is still missing and that he holds
};

struct Wish {
  bool approve = false;  // approve the move; else make it
  Move move;
  Signer signer;
  Date on;
  Text reason = {}, note = {};
  std::optional<Date> until = {};
  std::vector<EvidenceFile> evidence = {};
};

struct Refusal {
  std::string why;   // what was found and what was wanted; one line
  std::string next;  // what to do about it; may be empty
};

// Pointers live as long as the measure.
struct Proposal {
  Decision decision;                          // all but the signature
  Position leads_to;                          // for an approve: where the measure stands
  bool unseals = false;                       // it unlocks the terms
  std::vector<const Decision*> counted = {};  // open approvals that move into the list, by day
  std::vector<const Decision*> voided = {};   // open approvals that can't count any more after it
  std::vector<std::string> remarks = {};      // what the user should know, though it stops nothing
};

using Proposed = std::variant<Proposal, Refusal>;

// An approve or a transition. The organization and the policy must be readable.
Proposed Propose(const Basis& basis, const Measure& measure, const Wish& wish);

// What of an effect somebody wants to confirm.
struct ConfirmWish {
  Signer signer;
  Date on;
  const Effect* effect = nullptr;
  std::vector<MonthAmount> amounts = {};  // scale: the effect's currency's exponent
  bool restates = false;
  Text reason = {}, note = {}, checked = {};
  std::vector<EvidenceFile> evidence = {};
};
Proposed ProposeConfirm(const Basis& basis, const Measure& measure, const ConfirmWish& wish);

}  // namespace cat4
