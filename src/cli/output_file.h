// Files that a command was asked to write.
#pragma once

#include <string>
#include <string_view>

#include "cat4/base/result.h"

namespace cat4 {

// Replaces `path` (relative to `start`) by `text`, by way of a temporary file beside it: a reader sees the
// old content or the new one. A device such as /dev/stdout is written to directly.
Result<void> WriteOutputFile(const std::string& start, const std::string& path, std::string_view text);

// Adds `text` at the end of `path` (relative to `start`), which need not be there yet.
Result<void> AppendOutputFile(const std::string& start, const std::string& path, std::string_view text);

}  // namespace cat4
