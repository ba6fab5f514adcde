// CAT4_CHECK: states what must hold if the program itself is right. A failure is a bug of the program, never
// of its input: it prints the place and aborts.
#pragma once

namespace cat4 {

[[noreturn]] void CheckFailed(const char* condition, const char* file, int line);

}  // namespace cat4

#define CAT4_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::cat4::CheckFailed(#condition, __FILE__, __LINE__))
