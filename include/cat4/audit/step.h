// One step of the governed branch, from a commit to the next, judged by the registry that is in force before.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "cat4/audit/history.h"
#include "cat4/diagnostics/placed_finding.h"
#include "cat4/git/repository.h"
#include "cat4/governance/registry.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

class MeasurePaths;

// What is known of the history up to a commit.
struct AuditState {
  AuditState();
  AuditState(AuditState&&) noexcept;
  AuditState& operator=(AuditState&&) noexcept;
  ~AuditState();

  std::shared_ptr<const RatifiedRegistry> registry;  // in force; version 0: none yet
  std::map<int, std::string> lock_stages;            // by version of the policy: the stage that locks terms
  std::string trust_root;                            // digest of version 1; empty: none was found
  std::shared_ptr<const Portfolio> registry_files;   // the registry as the commit has it, in force or not
  std::string registry_digest;                       // of those files
  std::unique_ptr<MeasurePaths> paths;               // of the commit's tree
  std::map<std::string, std::string> gone;           // by measure: the commit of its last readable version
  std::set<std::string> endorsed;                    // statements whose lost commit somebody answers for
  std::size_t decisions = 0;                         // that landed
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

// The state as of a commit, as far as its tree alone tells: its registry is taken to be in force. Fails where
// it can't be, because what the files say is not what registry.yaml ratified last.
ResultOr<AuditState, HistoryFault> StateOfTree(const Repository& repository, const HistoryCommit& commit);

}  // namespace cat4
