// Owners of libcrypto's objects, and the calls that need care.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

namespace cat4 {

template <auto Free>
struct Freed {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};
using KeyObject = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using KeyContextOwner = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using DigestContextOwner = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using NumberOwner = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using SignatureOwner = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;
using BuilderOwner = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using ParametersOwner = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;

// Before anything else is asked of libcrypto: keeps openssl.cnf and OPENSSL_CONF from deciding which
// algorithms there are, or from loading code. A verdict depends on neither.
void IgnoreConfiguration();

// The raw bytes of the digest of all parts, one behind the other. Does not fail: an empty digest would make
// one signature good for every message.
std::string Digest(const EVP_MD* algorithm, std::initializer_list<std::string_view> parts);
inline std::string Digest(const EVP_MD* algorithm, std::string_view bytes) {
  return Digest(algorithm, {bytes});
}

inline const unsigned char* Unsigned(const char* bytes) {
  return reinterpret_cast<const unsigned char*>(bytes);
}

}  // namespace cat4
