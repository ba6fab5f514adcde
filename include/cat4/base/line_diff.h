// What differs between two texts, line by line.
#pragma once

#include <string>
#include <string_view>

namespace cat4 {

// A unified diff with three lines of context, as `git apply` and `patch -p1` take it; empty if the texts are
// equal. Both must be empty or end with LF.
std::string UnifiedDiff(std::string_view path, std::string_view before, std::string_view after);

}  // namespace cat4
