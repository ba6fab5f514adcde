#include "rules/rule.h"

namespace cat4 {
namespace {

// No measure is named in the messages: what several measures inherit from one place is one finding.
void CheckPerson(const Portfolio& portfolio, const Located<Text>& named, std::string_view role,
                 RuleFindings& out) {
  const Person* person = named ? portfolio.FindPerson(*named) : nullptr;
  if (!person || person->is_active()) return;
  out.Report(named.span, "{} '{}' is no longer active; wanted an active person", role, named->view())
      .Help("name a successor; decisions already signed by '{}' keep their force", named->view());
}

void CheckCommittee(const Portfolio& portfolio, const Located<Text>& named, RuleFindings& out) {
  const Committee* committee = named ? portfolio.FindCommittee(*named) : nullptr;
  if (!committee || committee->is_active()) return;
  out.Report(named.span, "steering committee '{}' is no longer active; wanted an active committee",
             named->view())
      .Help("name the committee that has taken over");
}

void Check(const RuleInput& input, RuleFindings& out) {
  const Portfolio& portfolio = input.portfolio;
  for (const Measure& measure : portfolio.measures) {
    if (measure.cancelled() || InLastStage(measure, portfolio.policy)) continue;
    CheckPerson(portfolio, measure.owner, "owner", out);
    CheckPerson(portfolio, measure.sponsor, "sponsor", out);
    CheckPerson(portfolio, measure.controller, "controller", out);
    CheckCommittee(portfolio, measure.steering_committee, out);
  }
}

}  // namespace

const Rule kRuleInactivePerson{
    .text =
        {.summary = "a measure that depends on somebody who has left",
         .explanation =
             R"(A measure in progress names an owner, sponsor or controller whose file says `active: false`, or a steering
committee that has been dissolved. Nobody works on it, and none of them can sign for the next gate.

Name a successor on the measure, or on the container from which the name is inherited. After the plan is
locked a new controller changes the terms, so that an amend has to be approved; that is intended. Measures in
the last stage and cancelled ones keep the names they had.)",
         .bad = R"(--- people/l.leaver.yaml
id: l.leaver
name: Lena Leaver
email: lena@demo.example
active: false
roles: [owner]
--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: l.leaver  # <-
controller: c.controller
stage: defined
state: active
)",
         .good = R"(--- people/l.leaver.yaml
id: l.leaver
name: Lena Leaver
email: lena@demo.example
active: false
roles: [owner]
--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
)"},
    .needs = Needs::kPolicy,
    .check = &Check};

}  // namespace cat4
