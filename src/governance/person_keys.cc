#include "cat4/governance/person_keys.h"

#include "cat4/crypto/public_key.h"

namespace cat4 {

KeyStatus StatusOf(const PersonKey& key) { return key.status ? *key.status : KeyStatus::kActive; }

namespace {

// `base64`: the blob as a line writes it, which is canonical. To parse every line would take longer than to
// verify a signature.
const PersonKey* FindKey(const Person& person, const std::string& blob, const std::string& base64) {
  for (const PersonKey& key : person.keys) {
    if (key.key->view().find(base64) == std::string_view::npos) continue;
    const KeyResult parsed = ParseKeyLine(key.key->view());
    if (parsed.key && parsed.key->blob == blob) return &key;
  }
  return nullptr;
}

}  // namespace

const PersonKey* FindKey(const Person& person, const std::string& blob) {
  return FindKey(person, blob, EncodeBase64(blob));
}

KeyOwner FindOwner(const Portfolio& portfolio, const std::string& blob) {
  const std::string base64 = EncodeBase64(blob);
  for (const Person& person : portfolio.people) {
    if (const PersonKey* key = FindKey(person, blob, base64)) return {&person, key};
  }
  return {};
}

}  // namespace cat4
