#include "crypto/openssl.h"

#include <array>

#include <fmt/format.h>
#include <openssl/crypto.h>

#include "cat4/base/check.h"

namespace cat4 {

void IgnoreConfiguration() { CAT4_CHECK(OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) == 1); }

std::string Digest(const EVP_MD* algorithm, std::string_view bytes) {
  IgnoreConfiguration();
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  CAT4_CHECK(EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, algorithm, nullptr) == 1);
  return {reinterpret_cast<const char*>(digest.data()), size};
}

std::string Hex(std::string_view bytes) {
  std::string hex;
  for (const char byte : bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return hex;
}

}  // namespace cat4
