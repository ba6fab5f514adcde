// Verifies a signature the way the program does, for tests that compare it with ssh-keygen:
//   cat4_verify NAMESPACE SIGNATURE MESSAGE     files; the signature armoured, as ssh-keygen writes it
//   cat4_verify --key LINE                      a public key line
// Prints "good <type> <fingerprint>", or why not; exits 0 or 1.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "cat4/crypto/ssh_signature.h"

namespace {

std::string Read(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The base64 between the armour's lines, in one line.
std::string Unarmoured(const std::string& text) {
  std::string base64;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    if (!line.starts_with("-----")) base64 += line;
    begin = end + 1;
  }
  return base64;
}

int Print(const cat4::PublicKey& key) {
  std::printf("good %s %s\n", std::string(Name(key.type)).c_str(), Fingerprint(key).c_str());
  return 0;
}

int Refuse(const std::string& why, bool weak) {
  std::printf("%s: %s\n", weak ? "weak" : "bad", why.c_str());
  return 1;
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 3 && std::string_view(arguments[1]) == "--key") {
    const cat4::KeyResult result = cat4::ParseKeyLine(arguments[2]);
    return result.key ? Print(*result.key) : Refuse(result.why, result.weak);
  }
  if (count != 4) return 2;
  const std::optional<std::string> blob = cat4::DecodeBase64(Unarmoured(Read(arguments[2])));
  if (!blob) return Refuse("the base64 is broken or not canonical", false);
  const cat4::SignatureResult result = cat4::VerifySignature(*blob, arguments[1], Read(arguments[3]));
  return result.valid ? Print(result.key) : Refuse(result.why, result.weak);
}
