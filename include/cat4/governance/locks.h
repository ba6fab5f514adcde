// Which stage locked terms under older versions of the policy.
//
// Moving the lock affects only transitions that name the new version or a later one, but a tree shows one
// policy. Confirmations tell where the lock was: each names the transition that locked the terms. The stage
// that fits most of them is taken, so that a few wrong ones move nothing; where none tells, the lock is taken
// to be where it is now.
#pragma once

#include <map>
#include <string>

#include "cat4/model/portfolio.h"

namespace cat4 {

class Locks {
 public:
  // The organization and the policy must be readable. The portfolio must outlive the object.
  explicit Locks(const Portfolio& portfolio);

  // The same where history tells: ids of the stages that locked terms, by version; of versions that are not
  // there, and of those whose stage is gone, it is where it is now.
  Locks(const Portfolio& portfolio, const std::map<int, std::string>& stages);

  // The policy as it is now, but with the lock of that version.
  const Policy& PolicyOf(int version) const;

 private:
  const Policy& current_;
  std::map<int, Policy> older_;  // those whose lock was elsewhere
};

}  // namespace cat4
