// The part of a commit's tree that a step is judged by: the measures that it touches, under the registry that
// is in force.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "cat4/base/source.h"

namespace cat4 {

struct StepView {
  const Source* tree = nullptr;      // the commit's files
  const Source* registry = nullptr;  // where the registry's files are taken from, but registry.yaml
  std::set<std::string> paths;       // of the measures' own files
};

// What the view points to outlives it. Containers above the measures and their approvals are there too, and
// all evidence; everything else is as if it did not exist.
std::unique_ptr<Source> OpenStepView(StepView view);

}  // namespace cat4
