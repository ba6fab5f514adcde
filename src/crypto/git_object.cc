#include "cat4/crypto/git_object.h"

#include <fmt/format.h>

#include "crypto/openssl.h"

namespace cat4 {

std::string GitBlobId(std::string_view bytes, GitHash hash) {
  std::string object = fmt::format("blob {}", bytes.size());
  object.push_back('\0');
  object += bytes;
  return Hex(Digest(hash == GitHash::kSha1 ? EVP_sha1() : EVP_sha256(), object));
}

}  // namespace cat4
