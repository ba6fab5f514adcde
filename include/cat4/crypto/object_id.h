// Ids of git's objects, computed from their bytes.
#pragma once

#include <string>
#include <string_view>

namespace cat4 {

// What a repository names its objects by.
enum class ObjectFormat { kSha1, kSha256 };

// The id as 40 or 64 hex digits: the digest of "<type> <size>\0<bytes>" (git's gitformat documentation).
std::string ObjectId(ObjectFormat format, std::string_view type, std::string_view bytes);

}  // namespace cat4
