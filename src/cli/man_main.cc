// Prints a page of the manual that is made from the program's own data: cat4_man [PAGE], by default cat4.1.
#include <cstdio>
#include <string_view>

#include "cli/man_page.h"

int main(int count, char** arguments) {
  const std::string_view page = count > 1 ? arguments[1] : "cat4.1";
  if (page != "cat4.1" && page != "cat4-rules.7") {
    std::fputs("usage: cat4_man [cat4.1 | cat4-rules.7]\n", stderr);
    return 2;
  }
  std::fputs((page == "cat4.1" ? cat4::ManPage() : cat4::RulesManPage()).c_str(), stdout);
}
