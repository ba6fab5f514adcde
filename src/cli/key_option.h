// A public key as an option gives it.
#pragma once

#include <string>

#include "cat4/base/result.h"

#include "cli/command.h"

namespace cat4 {

// The line "ssh-ed25519 AAAA… comment": the value itself, or what stands in the file that it names, relative
// to `start`. Fails if the file can't be read or holds anything else but one such line, a private key above
// all. Whether the key is a good one is not judged.
Result<std::string> KeyLineOf(const std::string& start, const std::string& value);

}  // namespace cat4
