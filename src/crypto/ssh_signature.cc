#include "cat4/crypto/ssh_signature.h"

#include <array>

#include <fmt/format.h>
#include <openssl/rsa.h>
#include <sodium.h>

#include "cat4/base/text.h"

#include "crypto/key_object.h"
#include "crypto/wire.h"

namespace cat4 {
namespace {

constexpr std::string_view kMagic = "SSHSIG";
constexpr std::size_t kMaxBlob = 16384;

std::string WireString(std::string_view bytes) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((bytes.size() >> shift) & 0xFF);
  return out.append(bytes);
}

// What is signed: not the message, but this envelope around its hash.
std::string Envelope(std::string_view name_space, std::string_view hash, std::string_view message) {
  const EVP_MD* algorithm = hash == "sha256" ? EVP_sha256() : EVP_sha512();
  return std::string(kMagic) + WireString(name_space) + WireString("") + WireString(hash) +
         WireString(Digest(algorithm, message));
}

struct Parts {
  std::string_view key, name_space, reserved, hash, signature;
};

// The fields of the blob; `why` if it is none.
std::optional<Parts> ReadParts(std::string_view blob, std::string& why) {
  WireReader reader(blob);
  const auto magic = reader.Bytes(kMagic.size());
  if (blob.size() > kMaxBlob || !magic || *magic != kMagic) {
    why = "it is no SSH signature";
    return std::nullopt;
  }
  const auto version = reader.Uint32();
  if (!version || *version != 1) {
    why = fmt::format("SSH signature of version {}; wanted 1", version ? std::to_string(*version) : "-");
    return std::nullopt;
  }
  const auto key = reader.String(), name_space = reader.String(), reserved = reader.String(),
             hash = reader.String(), signature = reader.String();
  if (!key || !name_space || !reserved || !hash || !signature || !reader.at_end()) {
    why = "the SSH signature is cut short or has bytes behind it";
    return std::nullopt;
  }
  return Parts{*key, *name_space, *reserved, *hash, *signature};
}

bool VerifyEd25519(const PublicKey& key, std::string_view signature, std::string_view signed_bytes) {
  return signature.size() == crypto_sign_ed25519_BYTES &&
         crypto_sign_ed25519_verify_detached(Unsigned(signature.data()), Unsigned(signed_bytes.data()),
                                             signed_bytes.size(), Unsigned(key.point.data())) == 0;
}

bool VerifyWith(EVP_PKEY* key, const EVP_MD* algorithm, std::string_view signature,
                std::string_view signed_bytes) {
  const DigestContextOwner context(EVP_MD_CTX_new());
  return key && context && EVP_DigestVerifyInit(context.get(), nullptr, algorithm, nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), Unsigned(signature.data()), signature.size(),
                          Unsigned(signed_bytes.data()), signed_bytes.size()) == 1;
}

const EVP_MD* EcdsaDigest(KeyType type) {
  switch (type) {
    case KeyType::kEcdsa384:
      return EVP_sha384();
    case KeyType::kEcdsa521:
      return EVP_sha512();
    default:
      return EVP_sha256();
  }
}

// Two mpints, which libcrypto wants in DER.
bool VerifyEcdsa(const PublicKey& key, std::string_view signature, std::string_view signed_bytes) {
  WireReader reader(signature);
  const auto r = reader.Positive(), s = reader.Positive();
  if (!r || !s || !reader.at_end()) return false;
  const SignatureOwner pair(ECDSA_SIG_new());
  NumberOwner r_number(BN_bin2bn(Unsigned(r->data()), static_cast<int>(r->size()), nullptr));
  NumberOwner s_number(BN_bin2bn(Unsigned(s->data()), static_cast<int>(s->size()), nullptr));
  if (!pair || !r_number || !s_number || ECDSA_SIG_set0(pair.get(), r_number.get(), s_number.get()) != 1)
    return false;
  static_cast<void>(r_number.release());  // the pair owns them now
  static_cast<void>(s_number.release());
  unsigned char* bytes = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &bytes);
  if (size <= 0) return false;
  const std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return VerifyWith(MakeKeyObject(key).get(), EcdsaDigest(key.type), der, signed_bytes);
}

bool VerifyRsa(const PublicKey& key, std::string_view algorithm, std::string_view signature,
               std::string_view signed_bytes) {
  if (signature.size() != key.modulus.size()) return false;
  return VerifyWith(MakeKeyObject(key).get(), algorithm == "rsa-sha2-256" ? EVP_sha256() : EVP_sha512(),
                    signature, signed_bytes);
}

bool FitsKey(std::string_view algorithm, KeyType type) {
  if (type == KeyType::kRsa) return algorithm == "rsa-sha2-256" || algorithm == "rsa-sha2-512";
  return algorithm == Name(type);
}

// `why` stays empty if the signature is good.
std::string WhyWrong(const PublicKey& key, std::string_view blob, const std::string& envelope) {
  WireReader reader(blob);
  const auto algorithm = reader.String();
  const auto signature = reader.String();
  if (!algorithm || !signature) return "the signature is cut short";
  if (!FitsKey(*algorithm, key.type))
    return fmt::format("the signature's algorithm '{}' does not fit a key of type '{}'",
                       Printable(algorithm->substr(0, 60)), Name(key.type));
  std::string signed_bytes = envelope;
  if (IsHardware(key.type)) {
    // The token signs its application, what its user did, a counter, and the hash of the envelope.
    const auto flags = reader.Bytes(1);
    const auto counter = reader.Bytes(4);
    if (!flags || !counter) return "the signature is cut short";
    if ((static_cast<unsigned char>(flags->front()) & 0x01) == 0)
      return "the security key was not touched: the signature says nothing about its user's presence";
    signed_bytes = Digest(EVP_sha256(), key.application) + std::string(*flags) + std::string(*counter) +
                   Digest(EVP_sha256(), envelope);
  }
  if (!reader.at_end()) return "bytes behind the signature";
  const bool good = IsEd25519(key.type)         ? VerifyEd25519(key, *signature, signed_bytes)
                    : key.type == KeyType::kRsa ? VerifyRsa(key, *algorithm, *signature, signed_bytes)
                                                : VerifyEcdsa(key, *signature, signed_bytes);
  return good ? "" : "the signature does not belong to what it is to sign";
}

SignatureResult Verify(std::string_view blob, std::string_view name_space, std::string_view message) {
  SignatureResult result;
  const std::optional<Parts> parts = ReadParts(blob, result.why);
  if (!parts) return result;
  KeyResult key = ParseKeyBlob(parts->key);
  if (!key.key) {
    result.why = std::move(key.why);
    result.weak = key.weak;
    return result;
  }
  result.key = std::move(*key.key);
  if (parts->name_space != name_space) {
    result.why = fmt::format("the signature is for '{}'; wanted '{}'",
                             Printable(parts->name_space.substr(0, 60)), name_space);
  } else if (!parts->reserved.empty()) {
    result.why = "the signature uses a reserved field";
  } else if (parts->hash != "sha512" && parts->hash != "sha256") {
    result.why = fmt::format("the signature's hash is '{}'; wanted sha512 or sha256",
                             Printable(parts->hash.substr(0, 60)));
  } else {
    result.why = WhyWrong(result.key, parts->signature, Envelope(name_space, parts->hash, message));
  }
  result.valid = result.why.empty();
  return result;
}

}  // namespace

SignatureResult VerifySignature(std::string_view blob, std::string_view name_space,
                                std::string_view message) {
  // Who judges a step asks several times about the same few signatures.
  struct Verified {
    std::string blob, name_space, message;
    SignatureResult result;
  };
  constexpr std::size_t kLatest = 8, kMostBytes = std::size_t{16} << 10;
  thread_local std::array<Verified, kLatest> latest;
  thread_local std::size_t next = 0;
  if (blob.empty() || blob.size() + message.size() > kMostBytes) return Verify(blob, name_space, message);
  for (const Verified& verified : latest) {
    if (verified.blob == blob && verified.message == message && verified.name_space == name_space)
      return verified.result;
  }
  Verified& verified = latest[next++ % kLatest];
  verified = {std::string(blob), std::string(name_space), std::string(message),
              Verify(blob, name_space, message)};
  return verified.result;
}

std::string ArmorSignature(std::string_view base64) {
  constexpr std::size_t kLine = 70;
  std::string text = "-----BEGIN SSH SIGNATURE-----\n";
  for (std::size_t i = 0; i < base64.size(); i += kLine) text.append(base64.substr(i, kLine)).append("\n");
  return text + "-----END SSH SIGNATURE-----\n";
}

}  // namespace cat4
