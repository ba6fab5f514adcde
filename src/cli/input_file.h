// A file that the user names on the command line, outside of what is judged.
#pragma once

#include <string>

#include "cat4/base/result.h"

namespace cat4 {

struct InputFile {
  std::string name, bytes;  // the name without directories
};

// `path` relative to `start`; "-" is standard input. Links are followed and pipes read: this is no file of a
// tree. Fails beyond `max_bytes`.
Result<InputFile> ReadInputFile(const std::string& start, const std::string& path, std::size_t max_bytes);

}  // namespace cat4
