// Where the decisions of one measure came from: the step that landed each, and the commit that recorded it.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "cat4/audit/history.h"
#include "cat4/git/object.h"
#include "cat4/git/repository.h"
#include "cat4/governance/registry.h"

namespace cat4 {

struct DecisionOrigin {
  std::string landed;              // the commit of the main line that brought it
  CommitPerson author;             // of that commit; a claim
  std::string recorded, recorder;  // the signed commit that recorded it, and whose key signed it; empty: none
};

// By statement, of every decision that the measure ever had on the chain of first parents that ends in `tip`.
// Commits' keys are judged by the registry that is given. Fails where something can't be read.
ResultOr<std::map<std::string, DecisionOrigin>, HistoryFault> FindOrigins(const Repository& repository,
                                                                          const std::string& tip,
                                                                          const std::string& measure,
                                                                          const RatifiedRegistry& registry);

}  // namespace cat4
