#include "crypto/openssl.h"

#include <array>
#include <map>

#include <openssl/crypto.h>

#include "cat4/base/check.h"

namespace cat4 {

void IgnoreConfiguration() { CAT4_CHECK(OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr) == 1); }

std::string Digest(const EVP_MD* algorithm, std::initializer_list<std::string_view> parts) {
  // One for each thread and algorithm: to make one, and to look its algorithm up, takes longer than most
  // digests.
  thread_local std::map<int, DigestContextOwner> contexts;
  DigestContextOwner& context = contexts[EVP_MD_get_type(algorithm)];
  if (!context) {
    IgnoreConfiguration();
    context.reset(EVP_MD_CTX_new());
    CAT4_CHECK(context && EVP_DigestInit_ex(context.get(), algorithm, nullptr) == 1);
  } else {
    CAT4_CHECK(EVP_DigestInit_ex(context.get(), nullptr, nullptr) == 1);
  }
  for (const std::string_view part : parts)
    CAT4_CHECK(EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  CAT4_CHECK(EVP_DigestFinal_ex(context.get(), digest.data(), &size) == 1);
  return {reinterpret_cast<const char*>(digest.data()), size};
}

}  // namespace cat4
