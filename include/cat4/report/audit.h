// What an audit proved and found, as text for people and as a document for programs.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cat4/base/date.h"
#include "cat4/diagnostics/placed_finding.h"

namespace cat4 {

struct AuditReport {
  std::string root;  // the directory, absolute
  Date as_of;
  std::string tip;  // commit
  std::size_t steps = 0, decisions = 0;
  std::string trust_root;  // empty: none was found
  bool pinned = false, pinned_commit = false;
  int registry_version = 0;
  std::string from_checkpoint;  // commit; empty: from the beginning
  bool incomplete = false;
  std::size_t files = 0, measures = 0;  // at the tip
  std::vector<PlacedFinding> findings;  // in the order of landing
};

// A line for each finding, with its commit, measure and decision, and what to do; then what was proven.
std::string AuditText(const AuditReport& report);
// "3 errors, 1 warning in 544 steps"
std::string AuditSummary(const AuditReport& report);
std::string AuditJson(const AuditReport& report);

}  // namespace cat4
