// What an audit without errors leaves behind on the machine it ran on, for the next one to go on from.
//
// It lies in the user's own directory, never in the repository. It is no proof: it only spares reading again
// what this machine has proven already, and shows a main line that does not hold its commit any more.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/base/result.h"
#include "cat4/diagnostics/placed_finding.h"

namespace cat4 {

struct Checkpoint {
  std::string tip;       // the commit
  std::string registry;  // the commit that brought the registry in force
  int registry_version = 0;
  std::string trust_root;
  std::size_t steps = 0, decisions = 0;
  std::map<int, std::string> lock_stages;
  std::map<std::string, std::string> gone;
  std::set<std::string> endorsed;
  // What was found and no step has settled yet: warnings, and errors that a waiver acknowledged until then.
  std::vector<PlacedFinding> open;
};

// One value a line; nothing if the text is none of this version's.
std::string FormatCheckpoint(const Checkpoint& checkpoint);
std::optional<Checkpoint> ParseCheckpoint(std::string_view text);

// The name of its file, for a trust root, an organization and the full name of a branch. Another version of
// the rules has another name.
std::string CheckpointName(std::string_view trust_root, std::string_view organization,
                           std::string_view branch);

}  // namespace cat4
