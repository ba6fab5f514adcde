#include "rules/rule.h"

namespace cat4 {
namespace {

// The share in percent, so that one just below the threshold does not read like the threshold.
std::string PercentOf(const Share& share, int threshold) {
  const int per_mille = share.PerMille().value_or(0);
  const bool just_below = share.IsBelow(threshold) && per_mille == threshold * 10;
  return fmt::format("{}{} %", just_below ? "just under " : "", FormatTotal(Amount{per_mille}, 1));
}

std::string Describe(const PotentialShares& shares, int threshold) {
  const std::string outlook = PercentOf(shares.outlook, threshold);
  if (shares.outlook.IsBelow(threshold)) return fmt::format("the outlook is {} of the plan", outlook);
  return fmt::format("{} of the plan is achieved to date, with an outlook of {}",
                     PercentOf(shares.to_date, threshold), outlook);
}

void Check(const RuleInput& input, RuleFindings& out) {
  const int threshold = *input.portfolio.policy.status.potential.amber_below;
  for (const MeasureFigures& figures : input.figures) {
    if (!figures.known || !figures.trap) continue;
    out.Report(figures.measure->id.span,
               "implementation is green, but the potential is {}: {}; wanted at least {} %",
               Name(figures.potential), Describe(figures.shares, threshold), threshold)
        .Help("find out why the effect falls short, and say so in 'status'");
  }
}

}  // namespace

const Rule kRuleGreenTrap{
    .text =
        {.summary = "work on schedule whose effect falls short",
         .explanation =
             R"(All milestones are met and the light for the work is green, yet the effect is not coming: the
money is what the measure is for. Such a measure passes every status meeting unnoticed, which
is why it is named here.

Outlook is what is expected over the whole plan, to date is the part whose actuals are due;
both are shares of the plan, judged by the policy's thresholds. Find out why the effect falls
short and add what helps as a milestone. If the owner sees the problem too, a call of amber or
red in 'status' with a comment says so, and ends this finding.)",
         .bad = R"(--- DEMO-1.yaml
id: DEMO-1  # <-
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
milestones:
  - {id: cutover, title: Hamburg cut over, due: 2026-11-30}
effects:
  - id: ebitda
    kind: ebitda
    nature: recurring
    months:
      2026-09: {plan: 1000, actual: 500}
      2026-11: {plan: 1000}
)",
         .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
milestones:
  - {id: cutover, title: Hamburg cut over, due: 2026-11-30}
status: {implementation: amber, comment: Two of six plants use it, on: 2026-10-28}
effects:
  - id: ebitda
    kind: ebitda
    nature: recurring
    months:
      2026-09: {plan: 1000, actual: 500}
      2026-11: {plan: 1000}
)"},
    .needs = Needs::kAll,
    .check = &Check};

}  // namespace cat4
