// A tree of files that shows on the terminal how much of it was read.
#pragma once

#include <memory>

#include "cat4/base/source.h"

#include "cli/environment.h"

namespace cat4 {

// The same files; a bar once the files that were announced take long to read. The environment lives as long.
std::unique_ptr<Source> WithProgress(std::unique_ptr<Source> source, const Environment& environment);

}  // namespace cat4
