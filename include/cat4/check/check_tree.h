// The whole check of one tree: read, judge by every rule, apply the policy's severities and waivers.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cat4/base/date.h"
#include "cat4/base/source.h"
#include "cat4/diagnostics/finding.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

struct Checked {
  std::unique_ptr<Portfolio> portfolio;  // never null
  std::vector<Finding> findings;         // sorted; without those that are off or waived
  std::size_t waived = 0;                // findings that a waiver in force accepts
  std::vector<RuleId> skipped;           // rules that need a file that is broken
  std::vector<RuleId> off;               // rules that the policy switches off
  std::vector<Failure> failures;         // what could not be read at all: the check is not complete
};

// What is known of a tree beside its files.
struct TreeContext {
  const Portfolio* judge = nullptr;  // whose severities and waivers hold; null: the tree's own
  // By version of the policy, the stage that locked terms, as the history tells; empty: today's policy does.
  std::map<int, std::string> lock_stages = {};
  // What the registry's files say, where the tree's source does not have them: see LoadPortfolio.
  const Portfolio* registry = nullptr;
};

// Never writes. `as_of` is the day that time-dependent rules judge by.
Checked CheckTree(const Source& source, Date as_of, const TreeContext& context = {});

}  // namespace cat4
