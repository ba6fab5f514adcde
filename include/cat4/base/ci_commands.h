// What CI services take for commands in the logs that they read.
#pragma once

#include <string>
#include <string_view>

namespace cat4 {

// For formats of several lines that a log may show, with every other byte as it is: a "::" that only blanks
// stand before in its line becomes "\x3A:", and "##[" and "##vso[" become "\x23#[" and "\x23#vso[" anywhere.
std::string DisarmCommands(std::string_view text);

}  // namespace cat4
