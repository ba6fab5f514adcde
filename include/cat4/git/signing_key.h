// The user's own SSH key, as git is set up to sign with, and statements signed with it.
#pragma once

#include <string>
#include <string_view>

#include "cat4/crypto/public_key.h"
#include "cat4/git/repository.h"

namespace cat4 {

struct SigningKey {
  std::string program = "ssh-keygen";  // what signs with it: git's gpg.ssh.program
  PublicKey key;
  std::string line;   // the public key's line, "ssh-ed25519 AAAA…"
  std::string file;   // what ssh-keygen is told to sign with; empty: the agent holds the key
  std::string value;  // as git's user.signingKey names it
};

// Reads git's gpg.format and user.signingKey as they hold in `directory` (a repository or not). Fails with
// the commands that set up a key where there is none that decisions can be signed with.
Result<SigningKey> FindSigningKey(const std::string& directory);

// The base64 of an SSH signature over the statement, in namespace cat4; made by ssh-keygen, with the key's
// file or the agent, then verified here. Never prompts.
Result<std::string> SignStatement(const SigningKey& key, std::string_view statement);

}  // namespace cat4
