// Whether what stands here is a step from what has landed, to which decisions can be added.
#pragma once

#include <optional>
#include <string>

#include "cat4/governance/propose.h"
#include "cat4/governance/replay.h"

namespace cat4 {

// Why nothing can follow the measure's decisions here: the policy they would name has not landed, what has
// landed was rewritten, what has not is unproven, they do not hold together, or the file says another stage
// or state than they lead to.
std::optional<Refusal> WhyNothingFollows(const Basis& basis, const Measure& measure, const Replay& replay);

// As what has landed names it.
std::string_view GovernedBranch(const Basis& basis);

// Said where the file does not carry the terms that are locked.
Refusal TermsDiffer(const Replay& replay);

// Why the signature of a decision that is to land does not do: by the keys of both registries it is not
// proven, or one of them does not have the key as active. Nothing where signatures are taken as recorded.
std::optional<std::string> WhyUnproven(const Basis& basis, const Measure& measure, const Decision& decision);

}  // namespace cat4
