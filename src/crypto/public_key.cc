#include "cat4/crypto/public_key.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include <fmt/format.h>
#include <sodium.h>

#include "cat4/base/text.h"
#include "cat4/crypto/evidence.h"

#include "crypto/key_object.h"
#include "crypto/wire.h"

namespace cat4 {
namespace {

constexpr std::array<std::string_view, 7> kTypes = {
    "ssh-ed25519",
    "sk-ssh-ed25519@openssh.com",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ecdsa-sha2-nistp256@openssh.com",
    "ssh-rsa",
};
constexpr std::size_t kMaxBlob = 8192;
constexpr std::size_t kMinRsaBits = 3072, kMaxRsaBits = 16384;

KeyResult Malformed(std::string why) { return {std::nullopt, std::move(why), false}; }
KeyResult Weak(std::string why) { return {std::nullopt, std::move(why), true}; }

std::size_t BitsOf(std::string_view number) {
  std::size_t bits = number.size() * 8;
  for (unsigned mask = 0x80; mask != 0 && (static_cast<unsigned char>(number.front()) & mask) == 0;
       mask >>= 1)
    --bits;
  return bits;
}

KeyResult ReadEd25519(WireReader& reader, PublicKey key) {
  const auto point = reader.String();
  if (!point || point->size() != crypto_sign_ed25519_PUBLICKEYBYTES)
    return Malformed("the key has no point of 32 bytes");
  if (crypto_core_ed25519_is_valid_point(Unsigned(point->data())) != 1)
    return Weak("the key's point is not canonical, of the wrong order or not on the curve");
  key.point = *point;
  return {std::move(key), {}, false};
}

std::string_view CurveName(KeyType type) {
  switch (type) {
    case KeyType::kEcdsa384:
      return "nistp384";
    case KeyType::kEcdsa521:
      return "nistp521";
    default:
      return "nistp256";
  }
}

KeyResult ReadEcdsa(WireReader& reader, PublicKey key) {
  const auto curve = reader.String();
  if (!curve || *curve != CurveName(key.type)) return Malformed("the key names another curve than its type");
  const auto point = reader.String();
  if (!point || point->empty() || point->front() != '\x04')
    return Malformed("the key has no uncompressed point");
  key.point = *point;
  if (!MakeKeyObject(key))
    return Weak("the key's point is not on its curve, or a coordinate is out of range");
  return {std::move(key), {}, false};
}

KeyResult ReadRsa(WireReader& reader, PublicKey key) {
  const auto exponent = reader.Positive();
  const auto modulus = reader.Positive();
  if (!exponent || !modulus) return Malformed("the key has no exponent and modulus");
  const std::size_t bits = BitsOf(*modulus);
  if (bits < kMinRsaBits || bits > kMaxRsaBits)
    return Weak(fmt::format("RSA of {} bits; wanted {} to {}", bits, kMinRsaBits, kMaxRsaBits));
  const auto even = [](std::string_view number) {
    return (static_cast<unsigned char>(number.back()) & 1) == 0;
  };
  if (even(*modulus)) return Weak("RSA with an even modulus");
  const bool small = BitsOf(*exponent) < 17;  // 65537 is the smallest of 17 bits that is odd
  if (even(*exponent) || small || exponent->size() > modulus->size())
    return Weak("RSA with a public exponent that is even, below 65537 or out of range");
  key.exponent = *exponent;
  key.modulus = *modulus;
  return {std::move(key), {}, false};
}

KeyResult JudgeKeyBlob(std::string_view blob) {
  WireReader reader(blob);
  const auto type = reader.String();
  if (!type) return Malformed("the key is cut short");
  const auto known = std::ranges::find(kTypes, *type);
  if (known == kTypes.end()) {
    return Malformed(
        fmt::format("keys of type '{}' are not accepted; wanted ssh-ed25519, ecdsa-sha2-nistp256/384/521, "
                    "their sk- types, or ssh-rsa",
                    Printable(type->substr(0, 60))));
  }
  PublicKey key;
  key.type = static_cast<KeyType>(known - kTypes.begin());
  key.blob = blob;
  KeyResult result = IsEd25519(key.type)         ? ReadEd25519(reader, std::move(key))
                     : key.type == KeyType::kRsa ? ReadRsa(reader, std::move(key))
                                                 : ReadEcdsa(reader, std::move(key));
  if (!result.key) return result;
  if (IsHardware(result.key->type)) {
    const auto application = reader.String();
    if (!application || application->empty()) return Malformed("the key names no application");
    // For OpenSSH it would end there, or be no key at all.
    if (application->find('\0') != std::string_view::npos)
      return Malformed("the key's application holds a NUL");
    result.key->application = *application;
  }
  if (!reader.at_end()) return Malformed("bytes behind the key");
  return result;
}

}  // namespace

std::string_view Name(KeyType type) { return kTypes[static_cast<std::size_t>(type)]; }

bool IsHardware(KeyType type) { return type == KeyType::kSkEd25519 || type == KeyType::kSkEcdsa256; }
bool IsEd25519(KeyType type) { return type == KeyType::kEd25519 || type == KeyType::kSkEd25519; }

KeyResult ParseKeyBlob(std::string_view blob) {
  if (blob.size() > kMaxBlob) return Malformed("the key is longer than any that is accepted");
  // The verdict depends on the bytes alone, and takes as long as a signature: those who sign a history are
  // few.
  constexpr std::size_t kMostKnown = 256;
  thread_local std::unordered_map<std::string, KeyResult> known;
  std::string key(blob);
  if (const auto found = known.find(key); found != known.end()) return found->second;
  if (known.size() == kMostKnown) known.clear();
  return known.emplace(std::move(key), JudgeKeyBlob(blob)).first->second;
}

KeyResult ParseKeyLine(std::string_view line) {
  if (std::ranges::any_of(line, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }))
    return Malformed("control characters; wanted one line, a type and its base64");
  const std::size_t type_end = line.find(' ');
  if (type_end == std::string_view::npos) return Malformed("wanted a type and its base64");
  const std::string_view type = line.substr(0, type_end);
  const std::string_view rest = line.substr(type_end + 1);
  const std::string_view base64 = rest.substr(0, rest.find(' '));
  if (std::ranges::find(kTypes, type) == kTypes.end())
    return Malformed(fmt::format("keys of type '{}' are not accepted", Printable(type.substr(0, 60))));
  const std::optional<std::string> blob = DecodeBase64(base64);
  if (!blob) return Malformed("the key's base64 is broken or not canonical");
  KeyResult result = ParseKeyBlob(*blob);
  if (result.key && Name(result.key->type) != type)
    return Malformed(fmt::format("the line says '{}', the key is '{}'", type, Name(result.key->type)));
  return result;
}

std::string KeyLine(const PublicKey& key) {
  return fmt::format("{} {}", Name(key.type), EncodeBase64(key.blob));
}

std::string Fingerprint(const PublicKey& key) {
  std::string base64 = EncodeBase64(Digest(EVP_sha256(), key.blob));
  while (base64.ends_with('=')) base64.pop_back();
  return "SHA256:" + base64;
}

std::optional<std::string> DecodeBase64(std::string_view text) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &size, &end, sodium_base64_VARIANT_ORIGINAL) != 0 ||
      end != text.data() + text.size())
    return std::nullopt;
  bytes.resize(size);
  if (EncodeBase64(bytes) != text) return std::nullopt;
  return bytes;
}

std::string EncodeBase64(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), Unsigned(bytes.data()), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the terminating zero
  return text;
}

}  // namespace cat4
