// What a step does to the registry: who may sign from then on, and whether those agreed who may say so.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "cat4/audit/registry_line.h"
#include "cat4/diagnostics/placed_finding.h"

namespace cat4 {

// Takes the registry of a commit's tree into the state, where it comes into force, and appends
// unratified-registry, registry-rewritten, key-reuse, and what is wrong with new endorsements. Places are
// files of the tree.
void JudgeRegistry(std::unique_ptr<Source> files, RegistryState& state, std::vector<PlacedFinding>& findings);

// The state behind a tree whose registry is known to be in force, without judging it. Nothing where
// registry.yaml ratifies other files, or they can't be read.
std::optional<RegistryState> TakeRegistry(std::unique_ptr<Source> files);

// Notes a tree's registry as the one that is there, in force or not.
void NoteFiles(const Source& files, RegistryState& state);

}  // namespace cat4
