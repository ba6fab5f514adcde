// Which registry is in force, as the history tells it.
#pragma once

#include <string>

#include "cat4/git/repository.h"
#include "cat4/governance/registry.h"

namespace cat4 {

// The one that came into force last on the way to the commit, along first parents. What nobody ratified, and
// what the admins of the registry before did not ratify, never did.
Result<RatifiedRegistry> FindRatifiedRegistry(const Repository& repository, const std::string& commit);

}  // namespace cat4
