// Whether the approvals given are enough: every role covered, by different people, duties kept apart.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "cat4/governance/transition.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

// Somebody who acts in a role, for himself or as somebody's deputy.
struct Signatory {
  Role role{};
  Text by;
  Text for_;              // empty: for himself
  bool evidence = false;  // cites evidence, as the chair who records by minutes must
  friend bool operator==(const Signatory&, const Signatory&) = default;
};
Signatory SignatoryOf(const Decision& decision);
// "m.okafor", "a.berg for m.okafor"
std::string SignatoryText(const Signatory& signatory);

// The roles that a move needs: those of the policy's line and, where a reason excuses the confirmed share of
// a closing, the committee too.
RolesWanted RolesFor(const Portfolio& portfolio, const Measure& measure, const Position& from,
                     const Move& move, const Located<Text>& reason);

// A role that has to be covered. Only a committee that votes asks for more than one person.
struct RoleNeed {
  Role role{};
  std::size_t people = 1;
  bool minutes = false;  // one person of the committee, with the minutes as evidence
  friend bool operator==(const RoleNeed&, const RoleNeed&) = default;
};
struct RolesNeeded {
  std::vector<RoleNeed> roles;
  bool any = false;  // one of the roles is enough
  friend bool operator==(const RolesNeeded&, const RolesNeeded&) = default;
};
// With the quorum of the measure's committee as it stands now; 1 if there is no such committee.
RolesNeeded NeededBy(const Portfolio& portfolio, const Measure& measure, const RolesWanted& wanted);
// With the quorum of that committee.
RolesNeeded NeededBy(const Committee& committee, const RolesWanted& wanted);

// "sponsor, controller"; "or" between them where one is enough.
std::string RolesText(const RolesNeeded& needed);

// Why an approval that is about the move covers no role, whoever gave it: nobody asks for it, or it does not
// cite the minutes. Nothing if it does.
std::optional<std::string> WhyNotAsked(const RolesNeeded& needed, const Decision& approval);

// The pairs of roles that the policy keeps apart, for one measure.
class Duties {
 public:
  // Judges also by whom the measure names now.
  static Duties OfMeasure(const Portfolio& portfolio, const Measure& measure);
  // Judges only who acts beside whom: for decisions made when the measure may have named others.
  static Duties OfSigners(const Policy& policy);

  // Why he may not act in his role on this measure; nothing if he may.
  std::optional<std::string> WhyExcluded(const Signatory& signatory) const;
  // Why the two may not count together: somebody acts in two roles that exclude each other.
  std::optional<std::string> WhyExcluded(const Signatory& one, const Signatory& other) const;

 private:
  using Pair = std::pair<Role, Role>;
  explicit Duties(const Policy& policy);

  std::vector<Pair> pairs_;
  const Portfolio* portfolio_ = nullptr;  // null: names do not count
  const Measure* measure_ = nullptr;
};

// Which approvals cover which role.
struct RoleCoverage {
  RoleNeed need;
  std::vector<std::size_t> given;  // indexes of the approvals that count; kOwn for the transition's signer
};
inline constexpr std::size_t kOwn = static_cast<std::size_t>(-1);

struct Coverage {
  bool complete = false;
  bool own_asked = true;  // false: the transition's own signer acts in a role that is not asked for
  std::vector<RoleCoverage> roles;
};

// The best way to let approvals count: nobody twice, as `by` or `for`, and nobody whom `duties` excludes.
// `own`, if any, is the transition's signer, who always counts. `duties` null: they are not judged.
//
// Searches all ways, up to 100,000 steps: nobody has that many approvals in good faith, and what is not found
// within them is not covered.
Coverage Cover(const RolesNeeded& needed, std::span<const Signatory> approvals, const Signatory* own,
               const Duties* duties);

// Why the role is not his to act in, by the registry as it is: unknown, inactive, not the one who is named,
// no deputy. Nothing if it is. Separation of duties is not looked at.
std::optional<std::string> WhyRoleNotHeld(const Portfolio& portfolio, const Measure& measure,
                                          const Signatory& signatory);
// Why he may not sign for this measure today, by the registry as it is: unknown, inactive, not the one who is
// named, no deputy, excluded by separation of duties. Nothing if he may.
std::optional<std::string> WhyMayNotSign(const Portfolio& portfolio, const Measure& measure,
                                         const Signatory& signatory);
// Everybody who may sign in the role today: those who hold it first, then their deputies.
std::vector<Signatory> WhoMaySign(const Portfolio& portfolio, const Measure& measure, Role role);

}  // namespace cat4
