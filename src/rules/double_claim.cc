#include <algorithm>
#include <vector>

#include "cat4/model/traps.h"

#include "rules/effects.h"
#include "rules/rule.h"

namespace cat4 {
namespace {

// "'A', 'B' and 2 more": the measures that claim besides the last one.
std::string OthersOf(const DoubleClaim& account) {
  constexpr std::size_t kNamed = 5;
  std::vector<std::string_view> others;
  for (const Claim& claim : account.claims) {
    const std::string_view id = claim.measure->id->view();
    if (claim.measure != &account.last() && (others.empty() || others.back() != id)) others.push_back(id);
  }
  const std::size_t named = std::min(others.size(), kNamed);
  std::string text;
  for (std::size_t i = 0; i < named; ++i) text += fmt::format("{}'{}'", i == 0 ? "" : ", ", others[i]);
  if (others.size() > named) text += fmt::format(" and {} more", others.size() - named);
  return text;
}

void Check(const RuleInput& input, RuleFindings& out) {
  for (const DoubleClaim& account : DoubleClaims(input.portfolio, input.as_of)) {
    Total own;
    for (const Claim& claim : account.claims) {
      if (claim.measure == &account.last()) own += claim.size;
    }
    const bool money = account.kind != EffectKind::kFte;
    const Currency unit = money ? *input.portfolio.organization.currency : Currency();
    const std::string kind = money ? fmt::format(" of {}", Name(account.kind)) : "";
    out.Report(account.claims.back().effect->account.span,
               "'{}' claims {}{} on account '{}' of '{}', with {} it is {}; the baseline is {}",
               account.last().id->view(), AmountText(own, unit), kind, account.account.view(),
               account.legal_entity.view(), OthersOf(account), AmountText(account.sum, unit),
               AmountText(account.baseline, unit))
        .Help("settle which measure claims what, or correct the account or its baseline");
  }
}

}  // namespace

const Rule kRuleDoubleClaim{
    .text =
        {.summary = "several measures that together claim more than an account holds",
         .explanation =
             R"(Two measures that save on the same account often save the same money. Hard effects of one kind
that name the same account of the same legal entity are added up: for a recurring effect its
planned year (the run-rate), for a one-off effect its whole plan, all in the reporting
currency at plan rates. If at least two measures claim, and their sum exceeds the account's
baseline, not all of it can come true.

The baseline is the largest (its sign aside) that one of these effects names; where none does
there is nothing to compare. Cancelled measures claim nothing. The finding stands once, at the
last of the claims. Settle who claims what and lower the other plan, or correct account or
baseline.)",
         .bad = R"(--- DEMO-1.yaml
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
    account: "6400"
    baseline: {amount: 12000}
    run_rate: 9000
--- DEMO-2.yaml
id: DEMO-2
title: Count terminals
owner: o.owner
controller: c.controller
stage: defined
state: active
effects:
  - id: ebitda
    kind: ebitda
    nature: recurring
    account: "6400"  # <-
    run_rate: 6000
)",
         .good = R"(--- DEMO-1.yaml
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
    account: "6400"
    baseline: {amount: 12000}
    run_rate: 9000
--- DEMO-2.yaml
id: DEMO-2
title: Count terminals
owner: o.owner
controller: c.controller
stage: defined
state: active
effects:
  - id: ebitda
    kind: ebitda
    nature: recurring
    account: "6400"
    run_rate: 3000
)"},
    .needs = Needs::kAll,
    .check = &Check};

}  // namespace cat4
