// A finding with its place as people read it: it outlives the files that it was found in.
#pragma once

#include <string>
#include <vector>

#include "cat4/diagnostics/finding.h"
#include "cat4/diagnostics/location.h"

namespace cat4 {

struct PlacedFinding {
  RuleId rule{};
  Severity severity = Severity::kError;
  std::string path;  // below the root; of a finding about history alone: registry.yaml
  Location location;
  std::string message, help;
  std::string measure;    // id; empty: it is about none
  std::string commit;     // id of the commit that brought it; empty: it is about the tree as it is
  std::string statement;  // digest of the decision it is about; empty: none
};

}  // namespace cat4
