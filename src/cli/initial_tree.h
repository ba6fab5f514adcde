// The tree of a new organization, before anything of it is signed or written.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "cat4/base/result.h"
#include "cat4/base/source.h"
#include "cat4/crypto/public_key.h"
#include "cat4/exchange/tree_files.h"
#include "cat4/git/identity.h"

namespace cat4 {

// What a new organization begins with.
struct Beginnings {
  OrganizationText organization;
  Identity caller;
  PublicKey key;                              // the caller's
  std::string branch;                         // the governed one
  std::optional<std::string> template_given;  // a directory
};

struct InitialTree {
  std::map<std::string, std::string> files;  // by path
  std::string admin;                         // the caller's id
};

// Files of the template, of the organization, and of the caller as its admin. Refuses what can't be begun
// with.
Result<InitialTree> ComposeTree(const Beginnings& beginnings);

// Adds what keeps git from changing bytes to the .gitattributes that there are: in the template, and `here`.
std::string AttributesWithOurs(std::string_view here, std::string_view of_template);

}  // namespace cat4
