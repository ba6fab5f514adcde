// The signature in a commit's header.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cat4 {

struct CommitSignature {
  std::string base64;   // of the SSH signature, without its armour
  std::string payload;  // the commit without the signature: what was signed
};

// Nothing if the commit has no SSH signature in its header, or several.
std::optional<CommitSignature> SignatureOfCommit(std::string_view raw);

}  // namespace cat4
