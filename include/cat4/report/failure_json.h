// The document that stands for one that could not be made.
#pragma once

#include <string>

#include "cat4/base/result.h"

namespace cat4 {

std::string FailureJson(const Failure& failure);

}  // namespace cat4
