// What an audit proved: told beside its findings.
#pragma once

#include <cstddef>
#include <string>

namespace cat4 {

struct AuditProof {
  std::string tip;  // commit
  std::size_t steps = 0, decisions = 0;
  std::string trust_root;  // empty: none was found
  bool pinned = false, pinned_commit = false;
  int registry_version = 0;
  std::string from_checkpoint;  // commit; empty: from the beginning
  bool complete = true;         // false: something could not be seen
  std::size_t earlier = 0;      // findings of commits that were not asked about
};

}  // namespace cat4
