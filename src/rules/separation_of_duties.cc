#include "cat4/model/roles.h"

#include "rules/rule.h"

namespace cat4 {
namespace {

// In the measure's own file if one of the two stands there, since that is where it can be repaired alone.
Span PlaceOf(const Measure& measure, Role first, Role second) {
  const Span later = NamedIn(measure, second).span;
  const Span earlier = NamedIn(measure, first).span;
  if (!later.valid()) return earlier;
  return later.file() != measure.file && earlier.valid() && earlier.file() == measure.file ? earlier : later;
}

// No measure is named in the message: what several measures inherit from one place is one finding.
void CheckPair(const Portfolio& portfolio, const Measure& measure, Role first, Role second,
               RuleFindings& out) {
  const Role named = first == Role::kAdmin ? second : first;
  const Role other = first == Role::kAdmin ? first : second;
  for (const Text person : PeopleIn(portfolio, measure, named)) {
    if (!ActsAs(portfolio, measure, other, person)) continue;
    out.Report(PlaceOf(measure, first, second), "'{}' is both {} and {}; wanted two different people",
               person.view(), Name(first), Name(second))
        .Help("name somebody else as {} or as {}", Name(first), Name(second));
  }
}

void Check(const RuleInput& input, RuleFindings& out) {
  const Portfolio& portfolio = input.portfolio;
  for (const Measure& measure : portfolio.measures) {
    for (const RolePair& pair : portfolio.policy.separation_of_duties) {
      CheckPair(portfolio, measure, *pair.first, *pair.second, out);
    }
  }
}

}  // namespace

const Rule kRuleSeparationOfDuties{
    .text =
        {.summary = "one person in two roles that policy keeps apart",
         .explanation =
             R"(Whoever delivers a measure, or has asked for it, must not be the one who says what it has brought. The policy
lists the pairs of roles that exclude each other (`separation_of_duties`); by default nobody controls a
measure that he owns or sponsors. A pair with `steering_committee` looks at the chair and every member, one
with `admin` at everybody who holds that role.

Four eyes are worth nothing if two of them are the same. The rule holds in every stage and can't be switched
off or waived; only the policy itself can change its pairs, under the approvals that a policy needs.

Name a second person for one of the roles. Where few people are available, a controller of another legal
entity with an extended scope will do.)",
         .bad = R"(--- people/d.double.yaml
id: d.double
name: Dora Double
email: dora@demo.example
roles: [owner, controller]
--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: d.double
controller: d.double  # <-
stage: defined
state: active
)",
         .good = R"(--- people/d.double.yaml
id: d.double
name: Dora Double
email: dora@demo.example
roles: [owner, controller]
--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: d.double
controller: c.controller
stage: defined
state: active
)"},
    .needs = Needs::kPolicy,
    .check = &Check};

}  // namespace cat4
