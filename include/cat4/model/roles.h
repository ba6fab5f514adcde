// Who acts in which role on a measure.
#pragma once

#include <vector>

#include "cat4/model/portfolio.h"

namespace cat4 {

// Where a measure names who acts in a role; absent for admin, which is held in the whole organization.
Located<Text> NamedIn(const Measure& measure, Role role);

// The persons who act in a role on a measure: the one that is named; of its committee the chair and every
// member; for admin everybody who holds that role. Nothing if nobody is named, or the committee is unknown.
std::vector<Text> PeopleIn(const Portfolio& portfolio, const Measure& measure, Role role);

// True if `person` is one of them.
bool ActsAs(const Portfolio& portfolio, const Measure& measure, Role role, Text person);

}  // namespace cat4
