// Paths as text: nothing here looks at a disk.
#pragma once

#include <string>
#include <string_view>

namespace cat4 {

// What stands in front of the last part of a path like "a/b/c.yaml"; empty where there is nothing.
std::string_view DirectoryOf(std::string_view path);

// The path, seen from an absolute directory: absolute, without "." and "..", without a slash at the end. A
// path that is absolute itself is meant from the root.
std::string AbsolutePath(const std::string& directory, const std::string& path);

}  // namespace cat4
