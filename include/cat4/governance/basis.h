// The two trees that a decision is judged by: the one it is made on, and the one it lands on.
#pragma once

#include "cat4/governance/locks.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

// Whether approvals count only if their signatures are good, by keys that are active.
enum class Approvals { kProven, kAsRecorded };

// How commits made here land on the governed branch.
enum class Landing {
  kAlone,     // each at once, as a step of its own: this is the governed branch
  kTogether,  // as one step, when this branch is merged
  kUnknown,   // there is no governed branch that this one shares a commit with
};

// The tree that is decided on, and the one that has landed. Both outlive what is made from them.
struct Basis {
  Portfolio& here;
  const Locks& locks;       // of `here`
  const Portfolio* landed;  // null: nothing has landed yet
  Approvals approvals = Approvals::kProven;
  Landing landing = Landing::kTogether;
};

}  // namespace cat4
