#include "crypto/key_object.h"

#include <openssl/core_names.h>

namespace cat4 {
namespace {

const char* CurveOf(KeyType type) {
  switch (type) {
    case KeyType::kEcdsa384:
      return "P-384";
    case KeyType::kEcdsa521:
      return "P-521";
    default:
      return "P-256";
  }
}

KeyObject FromParameters(const char* algorithm, OSSL_PARAM_BLD* builder) {
  const ParametersOwner parameters(OSSL_PARAM_BLD_to_param(builder));
  const KeyContextOwner context(EVP_PKEY_CTX_new_from_name(nullptr, algorithm, nullptr));
  EVP_PKEY* key = nullptr;
  const bool made = parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
                    EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) == 1;
  return KeyObject(made ? key : nullptr);
}

NumberOwner Number(const std::string& bytes) {
  return NumberOwner(BN_bin2bn(Unsigned(bytes.data()), static_cast<int>(bytes.size()), nullptr));
}

KeyObject MakeRsa(const PublicKey& key) {
  const BuilderOwner builder(OSSL_PARAM_BLD_new());
  const NumberOwner modulus = Number(key.modulus), exponent = Number(key.exponent);
  if (!builder || !modulus || !exponent) return nullptr;
  if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1)
    return nullptr;
  return FromParameters("RSA", builder.get());
}

// As OpenSSH asks for it: longer than half of the order's bits, and below order - 1.
bool InRange(const std::string& coordinate, const BIGNUM* below) {
  const NumberOwner number = Number(coordinate);
  return number && BN_num_bits(number.get()) > BN_num_bits(below) / 2 && BN_cmp(number.get(), below) < 0;
}

bool CoordinatesInRange(const EVP_PKEY* key, const std::string& point) {
  BIGNUM* order = nullptr;
  const bool known = EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_ORDER, &order) == 1;
  const NumberOwner below(order);
  if (!known || BN_sub_word(order, 1) != 1) return false;
  const std::size_t size = point.size() / 2;  // behind the byte that says uncompressed
  return InRange(point.substr(1, size), order) && InRange(point.substr(1 + size), order);
}

KeyObject MakeEcdsa(const PublicKey& key) {
  const BuilderOwner builder(OSSL_PARAM_BLD_new());
  if (!builder ||
      OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, CurveOf(key.type), 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, key.point.data(),
                                       key.point.size()) != 1)
    return nullptr;
  KeyObject object = FromParameters("EC", builder.get());
  if (!object) return nullptr;
  const KeyContextOwner context(EVP_PKEY_CTX_new_from_pkey(nullptr, object.get(), nullptr));
  const bool on_curve = context && EVP_PKEY_public_check(context.get()) == 1;
  return on_curve && CoordinatesInRange(object.get(), key.point) ? std::move(object) : nullptr;
}

}  // namespace

KeyObject MakeKeyObject(const PublicKey& key) {
  IgnoreConfiguration();
  return key.type == KeyType::kRsa ? MakeRsa(key) : MakeEcdsa(key);
}

}  // namespace cat4
