// The pages of the manual that are made from data of the program.
#pragma once

#include <string>

namespace cat4 {

std::string ManPage();       // man/cat4.1, from the same data as the parser and the help
std::string RulesManPage();  // man/cat4-rules.7, from the rules' own texts

}  // namespace cat4
