#include "cat4/crypto/object_id.h"

#include <fmt/format.h>

#include "cat4/base/text.h"

#include "crypto/openssl.h"

namespace cat4 {

std::string ObjectId(ObjectFormat format, std::string_view type, std::string_view bytes) {
  std::string header = fmt::format("{} {}", type, bytes.size());
  header.push_back('\0');
  return Hex(Digest(format == ObjectFormat::kSha256 ? EVP_sha256() : EVP_sha1(), {header, bytes}));
}

}  // namespace cat4
