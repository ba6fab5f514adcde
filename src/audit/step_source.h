// The part of a commit's tree that a step is judged by: the measures that it touches, under the registry that
// is in force.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "cat4/base/source.h"
#include "cat4/governance/registry.h"

namespace cat4 {

struct StepView {
  const Source* tree = nullptr;                // the commit's files
  const RatifiedRegistry* registry = nullptr;  // whose files are read in place of the tree's
  std::set<std::string> paths;                 // of the measures' own files
};

// What the view points to outlives it. Containers above the measures and their approvals are there too, and
// all evidence; everything else is as if it did not exist. The registry's files can be read, but are not
// listed: what they say is known.
std::unique_ptr<Source> OpenStepView(StepView view);

// A view's measures, under the registry that it was opened with.
Loaded LoadStepView(const Source& view, const RatifiedRegistry& registry);

}  // namespace cat4
