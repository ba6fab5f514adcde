// Where a tree lies in its repository.
#pragma once

#include <string>

namespace cat4 {

// "a/b/" for a root that lies in a/b below the nearest directory that holds a repository; "" at its top, and
// outside of every repository. Asks no git, so it says the same where git refuses to work.
std::string RepositoryPrefix(const std::string& root);

}  // namespace cat4
