#include <algorithm>

#include "cat4/base/text.h"

#include "rules/effects.h"
#include "rules/rule.h"

namespace cat4 {
namespace {

void CheckEffect(const RuleInput& input, const Measure& measure, const Effect& effect, RuleFindings& out) {
  const Portfolio& portfolio = input.portfolio;
  const EffectFigures figures = ComputeEffect(portfolio, measure, effect, input.as_of);
  const auto asked = MonthsToConfirm(figures, *portfolio.policy.confirmation.months);
  std::size_t missing = 0;
  const MonthFigures* first = nullptr;
  for (const MonthFigures* month : asked) {
    if (month->confirmed_cell) continue;
    if (missing++ == 0) first = month;
  }
  if (missing == 0) return;
  out.Report(measure.stage.span,
             "stage '{}' without confirmation of {} of the {} of effect '{}' that closing asks for, first {}",
             measure.stage->view(), missing, Count(asked.size(), "month"), effect.id->view(),
             FormatMonth(first->month))
      .Help("let the controller confirm them, or reopen the measure");
}

bool ClosingAsks(const Policy& policy) {
  return std::ranges::any_of(policy.stages.back().entry_criteria, [](const Located<Criterion>& criterion) {
    return *criterion == Criterion::kEbitdaConfirmed;
  });
}

void Check(const RuleInput& input, RuleFindings& out) {
  const Policy& policy = input.portfolio.policy;
  if (!ClosingAsks(policy)) return;
  for (const Measure& measure : input.portfolio.measures) {
    if (!InLastStage(measure, policy) || measure.cancelled()) continue;
    for (const Effect& effect : measure.effects) {
      if (!IsLeading(effect, policy) || !CurrencyIsKnown(input.portfolio, measure, effect)) continue;
      CheckEffect(input, measure, effect, out);
    }
  }
}

}  // namespace

const Rule kRuleUnconfirmedEbitda{
    .text =
        {.summary = "a closed measure whose effect the controller has not confirmed",
         .explanation =
             R"(Closing a measure says that what was promised is in the books, and that somebody other than
its owner has checked it there. The policy asks for the first plan months of each leading
effect (twelve unless it says otherwise; all of them if the plan is shorter). A measure in the
last stage that lacks one of these months counts as delivered without proof.

Have the controller confirm the months that are named, or reopen the measure until they can
be. Whether the confirmed amounts are high enough is another question, which closing itself
answers.)",
         .bad = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: closed  # <-
state: active
effects:
  - id: ebitda
    kind: ebitda
    nature: recurring
    months:
      2026-09: {plan: 1000, actual: 1000}
decisions:
  - decision: advance
    gate: closed
    role: sponsor
    by: s.sponsor
    on: 2026-09-14
    policy: 1
    after: none
    terms: sha256:c761c7f39d7c9fcaa9c59466ea399e03b0c3bcac06ec97eac725952a7817fec0
    signature: AAAA
)",
         .good = R"(--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: closed
state: active
effects:
  - id: ebitda
    kind: ebitda
    nature: recurring
    months:
      2026-09: {plan: 1000, actual: 1000}
decisions:
  - decision: advance
    gate: decided
    role: sponsor
    by: s.sponsor
    on: 2026-09-14
    policy: 1
    after: none
    terms: sha256:c761c7f39d7c9fcaa9c59466ea399e03b0c3bcac06ec97eac725952a7817fec0
    signature: AAAA
  - decision: confirm
    role: controller
    by: c.controller
    on: 2026-10-12
    policy: 1
    after: sha256:123eb25e3d6e6f44c90c70b9e4d9ad56374e69ec3435294c9231f3b937382b86
    previous: none
    terms: sha256:c761c7f39d7c9fcaa9c59466ea399e03b0c3bcac06ec97eac725952a7817fec0
    effect: ebitda
    currency: EUR
    amounts:
      2026-09: 1000
    checked: Ledger of September
    signature: AAAA
  - decision: advance
    gate: closed
    role: sponsor
    by: s.sponsor
    on: 2026-10-19
    policy: 1
    after: sha256:123eb25e3d6e6f44c90c70b9e4d9ad56374e69ec3435294c9231f3b937382b86
    terms: sha256:c761c7f39d7c9fcaa9c59466ea399e03b0c3bcac06ec97eac725952a7817fec0
    confirmed:
      ebitda: 1000
    signature: AAAA
)"},
    .needs = Needs::kAll,
    .check = &Check};

}  // namespace cat4
