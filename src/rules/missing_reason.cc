#include "rules/rule.h"

namespace cat4 {
namespace {

bool NeedsReason(const Decision& decision) {
  switch (*decision.decision) {
    case DecisionKind::kReject:
    case DecisionKind::kHold:
    case DecisionKind::kCancel:
    case DecisionKind::kReturn:
    case DecisionKind::kReopen:
    case DecisionKind::kAmend:
      return true;
    case DecisionKind::kConfirm:
      return decision.restates && *decision.restates;
    default:
      return false;
  }
}

void Check(const RuleInput& input, RuleFindings& out) {
  for (const Measure& measure : input.portfolio.measures) {
    for (const Decision& decision : measure.decisions) {
      if (!NeedsReason(decision) || decision.reason) continue;
      const bool restates = *decision.decision == DecisionKind::kConfirm;
      out.Report(decision.decision.span, "{} of {} has no reason",
                 restates ? "a restating confirm" : Name(*decision.decision), FormatDate(*decision.on))
          .Help("decide anew, with a reason: what is signed can't be completed later");
    }
  }
}

}  // namespace

const Rule kRuleMissingReason{
    .text =
        {.summary = "a decision that needs a reason and has none",
         .explanation =
             R"(Going forward explains itself; a rejected gate, a hold, a cancelled or returned measure, a reopened one, an
amended plan and a restated confirmation do not. In a year nobody will know why, and the auditor will ask.

Reasons are part of what is signed, so that they can't be added later: decide anew, with a 'reason'.)",
         .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: on_hold
decisions:
  - decision: hold  # <-
    role: sponsor
    by: s.sponsor
    on: 2026-09-14
    policy: 1
    after: none
    terms: sha256:261681f61876be66af0dc678ebc3d2e06065fc844bd52ff11a7dfe9e42f1d6e0
    until: 2026-12-31
    signature: AAAA
)",
         .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: on_hold
decisions:
  - decision: hold
    role: sponsor
    by: s.sponsor
    on: 2026-09-14
    policy: 1
    after: none
    terms: sha256:261681f61876be66af0dc678ebc3d2e06065fc844bd52ff11a7dfe9e42f1d6e0
    until: 2026-12-31
    reason: Waits for the new count terminals
    signature: AAAA
)"},
    .needs = Needs::kNothing,
    .check = &Check};

}  // namespace cat4
