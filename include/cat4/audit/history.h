// Commits as the audit reads them: from raw, re-hashed bytes, whatever git's configuration says about them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cat4/diagnostics/rule.h"
#include "cat4/git/object_store.h"
#include "cat4/git/repository.h"

namespace cat4 {

// Why history can't be followed.
struct HistoryFault {
  RuleId rule = RuleId::kHistoryIncomplete;  // or object-corrupt
  std::string commit;                        // as far as it could be seen
  std::string message;
};
HistoryFault FaultOf(const ObjectFault& fault, std::string commit);
// The same for what failed while something was read from the repository.
HistoryFault FaultOf(const Repository& repository, const Failure& failure, std::string commit);

// A commit of the history. One that is not exactly as git writes it still leads on to its parents.
struct HistoryCommit {
  std::string id, tree;
  std::vector<std::string> parents;
  std::string malformed;  // what is wrong with it; empty: nothing
};

ResultOr<HistoryCommit, HistoryFault> ReadHistory(ObjectStore& store, const std::string& id);

// The chain of first parents from `tip` back to `stop`, or to the first commit where it is empty; the oldest
// first, without `stop`. Fails where it does not lead there: with rule rollback where it ends elsewhere.
ResultOr<std::vector<HistoryCommit>, HistoryFault> FirstParents(const Repository& repository,
                                                                const std::string& tip,
                                                                const std::string& stop);

// The commits reachable from the tips and not from `base` (empty: all of them). `base` may have a history
// that is not here.
ResultOr<std::vector<std::string>, HistoryFault> CommitsBetween(const Repository& repository,
                                                                const std::string& base,
                                                                const std::vector<std::string>& tips);

// Why the commit, or a tree below it, can't be read; nothing if all can.
std::optional<HistoryFault> FindBroken(const Repository& repository, const std::string& commit);

}  // namespace cat4
