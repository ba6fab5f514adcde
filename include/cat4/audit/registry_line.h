// The registry along the main line: which one came into force, step by step.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "cat4/git/repository.h"
#include "cat4/governance/registry.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

// What is known of it behind a commit.
struct RegistryState {
  std::shared_ptr<const RatifiedRegistry> in_force = std::make_shared<RatifiedRegistry>();  // version 0: none
  std::map<int, std::string> lock_stages;    // by version of the policy: the stage that locks terms, or none
  std::string trust_root;                    // digest of version 1; empty: none was found
  std::shared_ptr<const Portfolio> files;    // the registry as the commit has it, in force or not; null: none
  std::string digest;                        // of those files; empty where they can't be read
  std::shared_ptr<const Portfolio> entries;  // the last files whose registry.yaml could be read; null: none
  std::set<std::string> endorsed;            // statements whose lost commit somebody answers for
};

// The state behind a commit, from the chain of first parents that leads to it. What nobody ratified, and what
// the admins of the registry before did not ratify, never came into force.
//
// A shallow clone's chain begins where it was cut off: if a registry was in force there, it is the one that
// the files say. Fails where they don't, or something can't be read.
Result<RegistryState> FindRegistry(const Repository& repository, const std::string& commit);

}  // namespace cat4
