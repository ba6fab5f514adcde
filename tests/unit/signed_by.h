// Signatures of keys that are made from a letter: real ones, and the same on every machine.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include <sodium.h>

#include "cat4/crypto/public_key.h"
#include "cat4/crypto/ssh_signature.h"

namespace cat4 {

class LetterKey {
 public:
  explicit LetterKey(char letter) {
    std::array<unsigned char, crypto_sign_SEEDBYTES> seed{};
    seed.fill(static_cast<unsigned char>(letter));
    crypto_sign_seed_keypair(public_.data(), secret_.data(), seed.data());
  }

  // As a person's file has it: "ssh-ed25519 AAAA…".
  std::string Line() const { return "ssh-ed25519 " + EncodeBase64(Blob()); }

  // As an entry has it: what `ssh-keygen -Y sign -n cat4` writes, without the armour.
  std::string Sign(std::string_view statement) const {
    std::string hash(crypto_hash_sha512_BYTES, '\0');
    crypto_hash_sha512(Bytes(hash), reinterpret_cast<const unsigned char*>(statement.data()),
                       statement.size());
    const std::string head = String(kStatementNamespace) + String("") + String("sha512");
    const std::string text = "SSHSIG" + head + String(hash);
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_detached(Bytes(signature), nullptr, reinterpret_cast<const unsigned char*>(text.data()),
                         text.size(), secret_.data());
    return EncodeBase64("SSHSIG" + Uint32(1) + String(Blob()) + head +
                        String(String("ssh-ed25519") + String(signature)));
  }

 private:
  static unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
  static std::string Uint32(std::size_t value) {
    return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
            static_cast<char>(value)};
  }
  static std::string String(std::string_view bytes) { return Uint32(bytes.size()) + std::string(bytes); }

  std::string Blob() const {
    return String("ssh-ed25519") + String({reinterpret_cast<const char*>(public_.data()), public_.size()});
  }

  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret_{};
};

}  // namespace cat4
