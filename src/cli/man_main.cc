// Prints a page of the manual that is made from the program's own data: cat4_man [PAGE], by default cat4.1;
// or writes one page for every command: cat4_man --commands DIR.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "cli/man_page.h"

namespace {

int WriteCommandPages(const std::filesystem::path& directory) {
  std::filesystem::create_directories(directory);
  for (const cat4::ManPageFile& page : cat4::CommandManPages()) {
    std::ofstream file(directory / page.name, std::ios::binary);
    file << page.text;
    if (!file.flush()) {
      std::fprintf(stderr, "cat4_man: can't write '%s'\n", page.name.c_str());
      return 3;
    }
  }
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string_view page = count > 1 ? arguments[1] : "cat4.1";
  if (page == "--commands" && count > 2) return WriteCommandPages(arguments[2]);
  if (page != "cat4.1" && page != "cat4-rules.7") {
    std::fputs("usage: cat4_man [cat4.1 | cat4-rules.7 | --commands DIR]\n", stderr);
    return 2;
  }
  std::fputs((page == "cat4.1" ? cat4::ManPage() : cat4::RulesManPage()).c_str(), stdout);
}
