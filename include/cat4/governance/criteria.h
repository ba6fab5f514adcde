// The criteria that a stage may require of a measure that enters it.
#pragma once

#include <string>

#include "cat4/model/figures.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

// When a criterion is judged. People come and go: a measure that entered a stage with a sponsor who has left
// since is not wrong for that.
enum class Moment {
  kEntering,  // now: whoever is named must be active and hold the role
  kEntered,   // afterwards: somebody must be named; whether the name is known is a finding of its own
};

struct CriterionResult {
  Criterion criterion{};
  bool met = false;
  Span span;          // what meets it, or stands in its way; the measure's stage if there is nothing
  std::string found;  // "2 of 3 key milestones are done, 'cutover' is not"; one line
};

// The policy and the organization must be readable; for ebitda_confirmed the rates too.
CriterionResult JudgeCriterion(const Portfolio& portfolio, const Measure& measure, Criterion criterion,
                               Moment moment);

// What ebitda_confirmed is made of. A reason may excuse the share, never a missing month.
struct ConfirmationState {
  std::size_t months_asked = 0, months_missing = 0;
  Share share;  // of what is confirmed, over the months that closing asks for, at plan rates
  bool share_reached = true;
  bool known = true;  // false: a rate is missing
};
ConfirmationState JudgeConfirmation(const Portfolio& portfolio, const Measure& measure);

// True if the last stage requires ebitda_confirmed and its share is not reached: closing then takes a reason
// and the committee's approval.
bool ClosesBelowShare(const Portfolio& portfolio, const Measure& measure);

}  // namespace cat4
