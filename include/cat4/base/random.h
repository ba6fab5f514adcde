// Where random bytes come from: in the program from the system, in tests from a list.
#pragma once

#include <functional>
#include <span>

#include "cat4/base/result.h"

namespace cat4 {

using RandomBytes = std::function<Result<void>(std::span<unsigned char> bytes)>;  // fills all of them

}  // namespace cat4
