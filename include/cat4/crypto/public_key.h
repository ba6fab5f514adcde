// Public keys as OpenSSH writes them (RFC 4253, 5656, 8709; PROTOCOL.u2f for the sk- types), judged strictly.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cat4 {

enum class KeyType { kEd25519, kSkEd25519, kEcdsa256, kEcdsa384, kEcdsa521, kSkEcdsa256, kRsa };
std::string_view Name(KeyType type);  // "ssh-ed25519" …
bool IsHardware(KeyType type);        // the sk- types, which sign what their user touched them for
bool IsEd25519(KeyType type);

// A key that signatures may be checked with. Two keys are the same exactly if their blobs are.
struct PublicKey {
  KeyType type{};
  std::string blob;               // the whole key in wire format, as in the base64 of its line
  std::string point;              // Ed25519: 32 bytes; ECDSA: the uncompressed point
  std::string application;        // of sk- types
  std::string modulus, exponent;  // of RSA, big-endian without leading zeros
};

struct KeyResult {
  std::optional<PublicKey> key;
  std::string why;    // why there is none; one line
  bool weak = false;  // it is a key, but too weak to be trusted
};

// "ssh-ed25519 AAAA… comment". Refused: other types (DSA, certificates, X.509, OpenPGP), control characters,
// base64 that is not canonical, trailing bytes, RSA below 3072 or above 16384 bits, with an exponent below
// 65537 or with an even number, points that are not on their curve or that OpenSSH refuses, Ed25519 points
// that are not canonical or not of the prime order.
KeyResult ParseKeyLine(std::string_view line);
// The same for the wire format alone.
KeyResult ParseKeyBlob(std::string_view blob);

// "ssh-ed25519 AAAA…": without the comment that a line may have, which often names a machine.
std::string KeyLine(const PublicKey& key);

// "SHA256:…" as ssh-keygen -l prints it.
std::string Fingerprint(const PublicKey& key);

// Canonical base64 (RFC 4648, padded), strictly: nothing for any other text.
std::optional<std::string> DecodeBase64(std::string_view text);
std::string EncodeBase64(std::string_view bytes);

}  // namespace cat4
