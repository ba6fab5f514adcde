// Who is asked to decide on one move of a measure, what has been given, and what is missing.
#pragma once

#include <string>
#include <vector>

#include "cat4/governance/authority.h"
#include "cat4/governance/propose.h"

#include "governance/acting.h"

namespace cat4 {

// Everything it was made from outlives it.
class Authorisation {
 public:
  // `wanted`: what policy asks for. `approvals`: those that count.
  Authorisation(const Basis& basis, const Measure& measure, Holders holders, const RolesWanted& wanted,
                std::vector<const Decision*> approvals);

  const RolesNeeded& needed() const { return needed_; }

  // True if policy does not ask for an admin, but one has to approve because somebody who has left is
  // replaced. He can't make the move himself.
  bool admin_joins() const { return admin_joins_; }

  // What is covered; `own`: by somebody who makes the move, null: by the approvals.
  Coverage Covered(const Signatory* own) const;
  // How many places the approvals fill, and with his.
  std::size_t Filled() const;
  std::size_t FilledWith(const Signatory& own, bool approves) const;

  // How many may act in the role.
  std::size_t CountAble(Role role) const;
  // The approval in which he appears, in his own name or somebody's for him; null if there is none.
  const Decision* EarlierBy(Text person) const;

  // "the controller (m.okafor, a.berg for m.okafor), 2 of 3 votes of the steering_committee (…)": those who
  // may give it, without `signer`.
  std::string LackText(const Coverage& coverage, Text signer) const;

 private:
  std::vector<Signatory> Given() const;

  const Basis& basis_;
  const Measure& measure_;
  Holders holders_;
  RolesNeeded needed_;
  bool admin_joins_;
  std::vector<const Decision*> approvals_;
  Duties duties_;
};

}  // namespace cat4
