// The keys of people, as the registry has them.
#pragma once

#include <string>

#include "cat4/model/portfolio.h"

namespace cat4 {

// Active unless the file says otherwise.
KeyStatus StatusOf(const PersonKey& key);

// The person's key with this blob, in wire format; null if none of his is that one.
const PersonKey* FindKey(const Person& person, const std::string& blob);

// Whose key it is; both null if it is nobody's.
struct KeyOwner {
  const Person* person = nullptr;
  const PersonKey* key = nullptr;
};
KeyOwner FindOwner(const Portfolio& portfolio, const std::string& blob);

}  // namespace cat4
