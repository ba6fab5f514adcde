// Signatures as `ssh-keygen -Y sign` makes them (OpenSSH PROTOCOL.sshsig), verified in process.
//
// Stricter than OpenSSH: whatever is accepted here, `ssh-keygen -Y verify` accepts. Version 1 only, hash
// sha512 or sha256, `reserved` empty, no trailing bytes, no certificate, RSA with rsa-sha2-256 or -512 and as
// long as the modulus, S below the group order for Ed25519, user presence for sk- types.
#pragma once

#include <string>
#include <string_view>

#include "cat4/crypto/public_key.h"

namespace cat4 {

inline constexpr std::string_view kStatementNamespace = "cat4";  // of decisions
inline constexpr std::string_view kCommitNamespace = "git";      // of commits, as git asks for it

struct SignatureResult {
  bool valid = false;
  PublicKey key;      // the key that made it; only if it could be read
  std::string why;    // why it is not valid; one line
  bool weak = false;  // because the key is too weak
};

// `blob`: the bytes between the armour's lines, decoded. The caller compares the key with those he trusts.
SignatureResult VerifySignature(std::string_view blob, std::string_view name_space, std::string_view message);

// "-----BEGIN SSH SIGNATURE-----" … with lines of 70 characters, as ssh-keygen writes and reads it.
std::string ArmorSignature(std::string_view base64);

}  // namespace cat4
