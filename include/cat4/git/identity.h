// Who the user is to git, and repositories and hooks that are made for him.
#pragma once

#include <string>
#include <string_view>

#include "cat4/base/result.h"
#include "cat4/git/repository.h"

namespace cat4 {

struct Identity {
  std::string name, email;
};
// git's user.name and user.email as they hold in `directory`. Fails with the commands that set them.
Result<Identity> FindIdentity(const std::string& directory);

// Runs `git init` in an existing directory that is in no repository.
Result<void> CreateRepository(const std::string& directory, std::string_view branch);

// What became of a hook.
enum class HookState { kInstalled, kAlreadyOurs, kForeign };

// Writes an executable hook that runs `command`, unless another one than ours is there already. Fails if
// core.hooksPath leads out of the repository: what lies there belongs to others too.
Result<HookState> InstallHook(const Repository& repository, std::string_view name, std::string_view command);

// Sets a value in the repository's own configuration, unless it has one.
Result<void> SetConfigDefault(const Repository& repository, std::string_view key, std::string_view value);

}  // namespace cat4
