// The names of git's objects.
#pragma once

#include <string>
#include <string_view>

namespace cat4 {

enum class GitHash { kSha1, kSha256 };

// The id that git gives to a file's bytes, in hex. It names them; that they are what was signed is proven by
// statements, never by this.
std::string GitBlobId(std::string_view bytes, GitHash hash);

}  // namespace cat4
