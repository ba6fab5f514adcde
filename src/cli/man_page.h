// man/cat4.1, from the same data as the parser and the help.
#pragma once

#include <string>

namespace cat4 {

std::string ManPage();

}  // namespace cat4
