// What may change between two versions of the registry, and how many have to agree to it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cat4/model/portfolio.h"

namespace cat4 {

// What no ratification makes good, one line each: the organization's id or an entity's id or currency
// changed; a key, person or committee removed; a key's status bettered, or a key given to another person; the
// policy changed without its version raised by one, or its stages renamed, removed or reordered. Both
// registries must be readable.
//
// `policy`: whether policy.yaml differs, be it by a comment.
enum class PolicyFile { kSame, kChanged };
std::vector<std::string> Breaches(const Portfolio& before, const Portfolio& after, PolicyFile policy);

// How many admins of each registry have to ratify. Those of `after` are asked for only if the change alters
// the active admins or their number.
struct RatifiersNeeded {
  std::size_t before = 1;
  std::size_t after = 0;
};
RatifiersNeeded NeededToRatify(const Portfolio& before, const Portfolio& after);

// Ids of the active people who hold the role admin; sorted.
std::vector<std::string_view> ActiveAdmins(const Portfolio& portfolio);

}  // namespace cat4
