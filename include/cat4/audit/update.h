// An update of the governed branch, judged before it lands: by a pull request's check, or by a hook.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cat4/audit/step.h"

namespace cat4 {

struct UpdateVerdict {
  std::vector<PlacedFinding> findings;
  std::size_t steps = 0;
  bool judged = true;  // false: there is no registry, so nobody can decide anything
};

// The state behind a commit: the registry as its history tells, and where its measures lie.
ResultOr<AuditState, HistoryFault> StateAt(const Repository& repository, const HistoryCommit& commit);

// All that lies between two commits as one step; `state` is that behind `base`. `tip` may be the tree of a
// merge, without an id, to which `tips` lead.
ResultOr<UpdateVerdict, HistoryFault> JudgeAsOneStep(const Repository& repository, const HistoryCommit& base,
                                                     AuditState state, const HistoryCommit& tip,
                                                     const std::vector<std::string>& tips);

// Each step of the chain of first parents from `base` (empty: from the beginning) to `tip`. Fails with rule
// rollback where `base` is not on that chain.
ResultOr<UpdateVerdict, HistoryFault> JudgeEachStep(const Repository& repository, const std::string& base,
                                                    const std::string& tip);

}  // namespace cat4
