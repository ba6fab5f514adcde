#include "cat4/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace cat4 {

void CheckFailed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: bug: '%s' does not hold\n", file, line, condition);
  std::abort();
}

}  // namespace cat4
