// How git is started.
#pragma once

#include <optional>

#include "cat4/git/object_store.h"
#include "cat4/git/process.h"

namespace cat4 {

// In `directory`, with the user's configuration, but nothing that points it to another repository. It sees
// what is in quarantine there.
Process GitProcess(const std::string& directory, std::vector<std::string> arguments,
                   const std::optional<Quarantine>& quarantine = std::nullopt);

// A value of git's configuration as it holds in `directory`, a repository or not; empty if it is not set.
// `key` may follow options such as "--type=path". Fails only if git can't be run at all.
Result<std::string> ConfigIn(const std::string& directory, std::vector<std::string> key);

std::string WithoutLineEnd(std::string text);

}  // namespace cat4
