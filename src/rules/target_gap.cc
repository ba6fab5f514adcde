#include <algorithm>

#include "cat4/model/rollup.h"

#include "rules/effects.h"
#include "rules/rule.h"

namespace cat4 {
namespace {

void CheckTarget(const RuleInput& input, const Container& container, RuleFindings& out) {
  const auto begin = static_cast<std::size_t>(container.measures_begin);
  const auto measures =
      input.figures.subspan(begin, static_cast<std::size_t>(container.measures_end) - begin);
  if (std::ranges::any_of(measures, [](const MeasureFigures& figures) { return !figures.known; })) return;
  const Target& target = *container.target;
  const NodeFigures node = RollUp(input.portfolio, container, measures, input.as_of);
  if (*node.gap <= Total()) return;
  const Currency currency = *input.portfolio.organization.currency;
  out.Report(target.amount.span,
             "'{}' is expected to bring {} of its target of {} by {} ({}); {} are missing",
             container.id->view(), AmountText(*node.target - *node.gap, currency),
             AmountText(*node.target, currency), FormatMonth(*target.by),
             Name(target.basis ? *target.basis : TargetBasis::kCumulative), AmountText(*node.gap, currency))
      .Help("add or enlarge measures, or agree on another target");
}

void Check(const RuleInput& input, RuleFindings& out) {
  if (!input.portfolio.complete) return;
  for (const Container& container : input.portfolio.containers) {
    if (container.target) CheckTarget(input, container, out);
  }
}

}  // namespace

const Rule kRuleTargetGap{
    .text =
        {.summary = "a target that the measures below it do not reach",
         .explanation =
             R"(A target says what a part of the organization is to deliver; the measures below it say what is
expected. The gap is what still has to be found: new measures, larger ones, or a smaller
promise made in good time.

What is compared follows the target's basis: everything expected up to its month, what is
expected in the fiscal year of that month, or the expected run-rate. Expected is what is
confirmed or reported, and the forecast or plan of the months ahead. Nothing is said while
files can't be read or rates are missing, because the sum would be too low.)",
         .bad = R"(--- portfolios/demo/portfolio.yaml
id: demo-portfolio
name: Demo
target: {amount: 5000, by: 2026-12}  # <-
--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
effects:
  - id: ebitda
    kind: ebitda
    nature: recurring
    months:
      2026-11: {plan: 1000}
      2026-12: {plan: 1000}
)",
         .good = R"(--- portfolios/demo/portfolio.yaml
id: demo-portfolio
name: Demo
target: {amount: 2000, by: 2026-12}
--- DEMO-1.yaml
id: DEMO-1
title: Live stock feed
owner: o.owner
controller: c.controller
stage: defined
state: active
effects:
  - id: ebitda
    kind: ebitda
    nature: recurring
    months:
      2026-11: {plan: 1000}
      2026-12: {plan: 1000}
)"},
    .needs = Needs::kAll,
    .check = &Check};

}  // namespace cat4
