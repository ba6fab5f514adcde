#include "cat4/crypto/git_object.h"

#include <fmt/format.h>

#include "cat4/base/text.h"

#include "crypto/openssl.h"

namespace cat4 {

std::string GitObjectId(GitHash hash, std::string_view type, std::string_view bytes) {
  std::string header = fmt::format("{} {}", type, bytes.size());
  header.push_back('\0');
  return Hex(Digest(hash == GitHash::kSha256 ? EVP_sha256() : EVP_sha1(), {header, bytes}));
}

}  // namespace cat4
