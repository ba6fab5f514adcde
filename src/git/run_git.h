// How git is started.
#pragma once

#include "cat4/git/process.h"

namespace cat4 {

// In `directory`, with the user's configuration, but nothing that points it to another repository.
Process GitProcess(const std::string& directory, std::vector<std::string> arguments);

// A value of git's configuration as it holds in `directory`, a repository or not; empty if it is not set.
// `key` may follow options such as "--type=path". Fails only if git can't be run at all.
Result<std::string> ConfigIn(const std::string& directory, std::vector<std::string> key);

std::string WithoutLineEnd(std::string text);

}  // namespace cat4
