// What a step does to the registry: who may sign from then on, and whether those agreed who may say so.
#pragma once

#include <vector>

#include "cat4/audit/step.h"

namespace cat4 {

// Takes the registry of a commit's tree into the state, where it comes into force, and appends
// unratified-registry, registry-rewritten, key-reuse, and what is wrong with new endorsements. Places are
// files of the tree.
void JudgeRegistry(std::unique_ptr<Source> files, AuditState& state, std::vector<PlacedFinding>& findings);

// The same without judging: the files are in force. False if registry.yaml ratifies others, or they can't be
// read.
bool TakeRegistry(std::unique_ptr<Source> files, AuditState& state);

// The stage that locks terms; empty if none does.
std::string LockStage(const Policy& policy);

}  // namespace cat4
