// Prints man/cat4.1.
#include <cstdio>

#include "cli/man_page.h"

int main() { std::fputs(cat4::ManPage().c_str(), stdout); }
