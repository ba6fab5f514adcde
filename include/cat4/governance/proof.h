// Whether a statement was signed by a key of the person whom it names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cat4/crypto/public_key.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

struct Proof {
  bool proven = false;
  std::string why;                       // why not; one line
  RuleId fault = RuleId::kBadSignature;  // why not, as a rule: bad-signature, weak-key or unknown-signer
  std::string fingerprint;               // of the key that signed, if it could be read
  const PersonKey* key = nullptr;        // the person's key that it is; lives as long as the portfolio
};

// By the registry as it is now; a key counts whatever its status. `signature`: base64, as an entry has it.
Proof ProveStatement(const Portfolio& portfolio, std::string_view person, std::string_view statement,
                     std::string_view signature);

// The same by a key that must be active: one that is not is no proof, and retired-key the rule.
Proof ProveByActiveKey(const Portfolio& portfolio, std::string_view person, std::string_view statement,
                       std::string_view signature);

// A line for each of the person's keys that is accepted, as `ssh-keygen -Y verify` reads them:
// `m.okafor namespaces="cat4" ssh-ed25519 AAAA…`.
std::string AllowedSigners(const Portfolio& portfolio, Text person);

}  // namespace cat4
