// A change of a file, for people: lines taken out and put in, with their surroundings.
#pragma once

#include <optional>
#include <string>

namespace cat4 {

// As `diff -u` shows it, with three lines around; none: there is no file. Empty if nothing changes.
std::string ChangeText(const std::string& path, const std::optional<std::string>& before,
                       const std::optional<std::string>& after);

}  // namespace cat4
