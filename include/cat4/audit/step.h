// One step of the governed branch, from a commit to the next, judged by the registry that is in force before.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cat4/audit/history.h"
#include "cat4/audit/registry_line.h"
#include "cat4/diagnostics/placed_finding.h"
#include "cat4/git/repository.h"

namespace cat4 {

class MeasurePaths;

// What is known of the history up to a commit.
struct AuditState {
  AuditState();
  AuditState(AuditState&&) noexcept;
  AuditState& operator=(AuditState&&) noexcept;
  ~AuditState();

  RegistryState registry;
  std::unique_ptr<MeasurePaths> paths;      // of the commit's tree
  std::map<std::string, std::string> gone;  // by measure: the commit of its last readable version
  // Measures that cite evidence which is not there; nothing: it is not known.
  std::optional<std::set<std::string>> lacks_evidence = std::set<std::string>();
  std::size_t decisions = 0;  // that landed
  // By statement, the commit of the main line that landed it; nothing: nobody asks.
  std::optional<std::map<std::string, std::string>> landings;
};

// What a step is judged from. Commits without an id are trees that a merge would have.
struct AuditStep {
  const HistoryCommit* before = nullptr;  // null: the registry begins with `after`
  const HistoryCommit* after = nullptr;
  // What lies between `before` and these may have recorded new decisions: `after`, if it is a commit.
  std::vector<std::string> tips;
};

// Reads what the step is about from the repository, whose prefix is the tree's root, and takes `state` on to
// its end. Findings are in no order. Fails where something can't be read.
ResultOr<std::vector<PlacedFinding>, HistoryFault> JudgeStep(const Repository& repository,
                                                             const AuditStep& step, AuditState& state);

}  // namespace cat4
