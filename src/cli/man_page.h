// The pages of the manual that are made from data of the program.
#pragma once

#include <string>
#include <vector>

namespace cat4 {

std::string ManPage();       // man/cat4.1, from the same data as the parser and the help
std::string RulesManPage();  // man/cat4-rules.7, from the rules' own texts

struct ManPageFile {
  std::string name;  // "cat4-gate-advance.1"
  std::string text;
};
// One page for each command, as 'man cat4 gate advance' finds it; by name.
std::vector<ManPageFile> CommandManPages();

}  // namespace cat4
