#include "cat4/governance/person_keys.h"

#include "cat4/crypto/public_key.h"

namespace cat4 {

KeyStatus StatusOf(const PersonKey& key) { return key.status ? *key.status : KeyStatus::kActive; }

const PersonKey* FindKey(const Person& person, const std::string& blob) {
  for (const PersonKey& key : person.keys) {
    const KeyResult parsed = ParseKeyLine(key.key->view());
    if (parsed.key && parsed.key->blob == blob) return &key;
  }
  return nullptr;
}

KeyOwner FindOwner(const Portfolio& portfolio, const std::string& blob) {
  for (const Person& person : portfolio.people) {
    if (const PersonKey* key = FindKey(person, blob)) return {&person, key};
  }
  return {};
}

}  // namespace cat4
