// The names of git's objects.
#pragma once

#include <string>
#include <string_view>

namespace cat4 {

// What a repository names its objects by.
enum class GitHash { kSha1, kSha256 };

// The id of an object of that type ("blob", "tree" …), in hex: the digest of "<type> <size>\0<bytes>". It
// names the bytes; that they are what was signed is proven by statements, never by this.
std::string GitObjectId(GitHash hash, std::string_view type, std::string_view bytes);

}  // namespace cat4
