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

// The state behind a tree whose registry is known to have come into force as that version. Nothing where it
// can't be read.
std::optional<RegistryState> TakeRegistry(std::unique_ptr<Source> files, int version);

// The same where nothing is known of what was before: the version is the one that registry.yaml ratifies
// last. Nothing where it ratifies other files, or too few have signed that.
std::optional<RegistryState> TakeRatified(std::unique_ptr<Source> files);

// Leaves out what an endorsement has settled.
void LeaveOutEndorsed(const RegistryState& state, std::vector<PlacedFinding>& findings);

// Notes a tree's registry as the one that is there, in force or not.
void NoteFiles(const Source& files, RegistryState& state);

}  // namespace cat4
