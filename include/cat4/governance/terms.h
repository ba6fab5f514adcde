// What a decision is about: the canonical text of a measure's terms.
//
// Terms are the title, the description's digest, sponsor, controller, legal entity, committee, key
// milestones, and of every effect its kind, baseline, run-rate and plan. Inherited values are resolved; an
// absent field leaves its line out, an absent value inside a line is '-'. What may change any day (owner,
// forecasts, actuals, status, notes …) is not in it.
#pragma once

#include <string>

#include "cat4/model/portfolio.h"

namespace cat4 {

// Ends with LF. Meaningless unless TermsAreKnown.
std::string TermsText(const Portfolio& portfolio, const Measure& measure);

// False where a term may come from a file that can't be read: organization.yaml, a container above the
// measure.
bool TermsAreKnown(const Portfolio& portfolio, const Measure& measure);
// True if the measure names a legal entity, its own or an inherited one, that the organization does not have.
bool LacksLegalEntity(const Portfolio& portfolio, const Measure& measure);

}  // namespace cat4
