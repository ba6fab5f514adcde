// Who may act on a measure, judged as the step from what has landed will be.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cat4/governance/authority.h"
#include "cat4/governance/propose.h"
#include "cat4/governance/replay.h"

namespace cat4 {

// Which version of a measure names those who may act: the landed one; the one here after an amend, or a
// return that unlocked the terms, which has not landed and which decided on the new names.
enum class Holders { kLanded, kHere };

// The measure as it has landed; null if it has not.
const Measure* LandedOf(const Basis& basis, const Measure& measure);

// Of a confirm, a transition or what approves it; `move`: none for a confirm.
Holders HoldersFor(const Basis& basis, const Measure& measure, const Replay& replay,
                   const std::optional<Move>& move);

// Whether the move ends a step of names: an amend, or a return that unlocks the terms.
bool Renews(const Policy& policy, const Position& from, const Move& move);

// What a move needs, the committee being that of the landed registry.
RolesNeeded NeededFor(const Basis& basis, const Measure& measure, Holders holders, const RolesWanted& wanted);

// Why the role is not his to act in: by the holders that the measure names, or by those of the measure here
// where the landed one names nobody or somebody who has left; and active, with the role, in both registries.
std::optional<std::string> WhyRoleNotHeld(const Basis& basis, const Measure& measure, Holders holders,
                                          const Signatory& signatory);

// Why separation of duties excludes him, by the names of the measure here and, where those hold, as it has
// landed.
std::optional<std::string> WhyExcluded(const Basis& basis, const Measure& measure, Holders holders,
                                       const Signatory& signatory);

// Why he may not sign, for one reason or the other.
std::optional<std::string> WhyMayNotAct(const Basis& basis, const Measure& measure, Holders holders,
                                        const Signatory& signatory);

// Everybody who may act in the role: those who hold it first, then their deputies.
std::vector<Signatory> WhoMayAct(const Basis& basis, const Measure& measure, Holders holders, Role role);

// What a deputy of these people is told who asked to act in his own name.
std::string OnBehalfText(const std::vector<std::string_view>& principals);

// True if the measure here names another holder than the landed one, because that one has left or lost the
// role: an admin then approves what the new one signs.
bool ReplacesDeparted(const Basis& basis, const Measure& measure, Role role);

// True if one of the roles asked for is taken over from somebody who has left, and policy does not ask for an
// admin anyway. (Where one of several roles is enough, it isn't.)
bool AdminJoins(const Basis& basis, const Measure& measure, Holders holders, const RolesWanted& wanted);

}  // namespace cat4
