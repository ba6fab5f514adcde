// How git is started.
#pragma once

#include "cat4/git/process.h"

namespace cat4 {

// In `directory`, with the user's configuration, but nothing that points it to another repository.
Process GitProcess(const std::string& directory, std::vector<std::string> arguments);

std::string WithoutLineEnd(std::string text);

}  // namespace cat4
