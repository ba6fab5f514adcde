// Which stage locked terms under older versions of the policy.
//
// Moving the lock affects only transitions that name the new version or a later one, but a tree shows one
// policy. History tells where the lock was; where that is not known, confirmations do: each names the
// transition that locked the terms. The stage that fits most of them is taken, so that a few wrong ones move
// nothing; where none tells, the lock is taken to be where it is now.
#pragma once

#include <map>
#include <string>

#include "cat4/model/portfolio.h"

namespace cat4 {

class Locks {
 public:
  // `known`, from the history: by version the id of the stage that locked terms, empty where none did. The
  // organization and the policy must be readable. The portfolio must outlive the object.
  explicit Locks(const Portfolio& portfolio, std::map<int, std::string> known = {});

  // The same knowledge about another portfolio.
  Locks Of(const Portfolio& portfolio) const { return Locks(portfolio, known_); }

  // The policy as it is now, but with the lock of that version.
  const Policy& PolicyOf(int version) const;

 private:
  void Add(int version, int stage);

  const Policy& current_;
  std::map<int, std::string> known_;
  std::map<int, Policy> older_;  // those whose lock was elsewhere
};

}  // namespace cat4
