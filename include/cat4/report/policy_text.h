// The effective policy, as a policy.yaml that says all of it.
#pragma once

#include <string>

#include "cat4/model/policy.h"

namespace cat4 {

// Lines that differ from `standard` end with a comment that says what the default is.
std::string PolicyText(const Policy& policy, const Policy& standard);

}  // namespace cat4
