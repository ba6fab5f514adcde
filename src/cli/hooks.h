// Hooks that call this program.
#pragma once

#include <string>

#include "cat4/git/identity.h"

#include "cli/environment.h"

namespace cat4 {

// Installs them, by the program's absolute path, and has pulls rebase, unless the user has them do otherwise:
// a merge by `git pull` would make the old main the second parent. Returns a line for each thing that is not
// so, and what to do.
std::string InstallHooks(const Repository& repository, const Environment& environment);

// The one that a bare repository, to which others push, asks. Returns lines in the same way.
std::string InstallServerHook(const Repository& repository, const Environment& environment);

// What keeps the commits of decisions signed when a pull rebases them, for who can sign and has not set it;
// begins with a colon. Empty for others.
std::string HintOnSigning(const Repository& repository);

}  // namespace cat4
