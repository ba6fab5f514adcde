// Which commits recorded a decision: those that have it while none of their parents does, signed by somebody
// of the registry.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "cat4/audit/history.h"
#include "cat4/git/repository.h"
#include "cat4/governance/registry.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

// A commit that recorded a decision, and whose key signed it.
struct Recorder {
  std::string commit, person;
};

// Statements by measure.
using StatementsByMeasure = std::map<std::string, std::set<std::string>>;

struct RecorderSearch {
  const Repository& repository;
  const RatifiedRegistry& registry;  // to read trees with
  const Portfolio& people;           // whose keys count
  std::vector<std::string> commits;
  // The commit of the step and the statements that it adds to its only parent, which need no reading: none if
  // it has several parents.
  std::string step_commit;
};

struct Recorders {
  std::map<std::string, Recorder> found;  // by statement
  StatementsByMeasure unrecorded;
};
// Who recorded which of `wanted`. Fails where a commit or its tree can't be read.
ResultOr<Recorders, HistoryFault> FindRecorders(const RecorderSearch& search, StatementsByMeasure wanted);

}  // namespace cat4
