#include <algorithm>
#include <optional>
#include <unordered_map>
#include <vector>

#include "rules/effects.h"
#include "rules/rule.h"

namespace cat4 {
namespace {

struct Account {
  Text account, legal_entity;
  EffectKind kind{};
  friend bool operator==(const Account&, const Account&) = default;
};
struct AccountHash {
  std::size_t operator()(const Account& a) const {
    return (a.account.hash() * 31 + a.legal_entity.hash()) * 31 + static_cast<std::size_t>(a.kind);
  }
};
struct Claim {
  const Measure* measure = nullptr;
  const Effect* effect = nullptr;
};
using Claims = std::vector<Claim>;  // in the order of the measures

std::unordered_map<Account, Claims, AccountHash> ClaimsByAccount(const Portfolio& portfolio) {
  std::unordered_map<Account, Claims, AccountHash> accounts;
  for (const Measure& measure : portfolio.measures) {
    if (measure.cancelled() || !measure.legal_entity || !portfolio.FindLegalEntity(*measure.legal_entity))
      continue;
    for (const Effect& effect : measure.effects) {
      if (!effect.account || !effect.is_hard()) continue;
      accounts[{*effect.account, *measure.legal_entity, *effect.kind}].push_back({&measure, &effect});
    }
  }
  return accounts;
}

// The size of the baseline in the reporting currency; nothing if it can't be converted.
std::optional<Total> BaselineOf(const Portfolio& portfolio, const Effect& effect) {
  Amount amount{effect.baseline->amount->digits};
  if (!effect.currency->empty()) {
    const Rate* rate = portfolio.PlanRate(*effect.currency);
    if (!rate) return std::nullopt;
    const auto converted =
        Convert(amount, effect.currency->exponent(), *rate, portfolio.organization.currency->exponent());
    if (!converted) return std::nullopt;
    amount = *converted;
  }
  return amount.minor < 0 ? Total() - amount : Total(amount);
}

// The largest baseline of the account; nothing if there is none or one is unknown.
std::optional<Total> LargestBaseline(const Portfolio& portfolio, const Claims& claims) {
  std::optional<Total> largest;
  for (const Claim& claim : claims) {
    if (!claim.effect->baseline) continue;
    const std::optional<Total> baseline = BaselineOf(portfolio, *claim.effect);
    if (!baseline) return std::nullopt;
    largest = largest ? std::max(*largest, *baseline) : *baseline;
  }
  return largest;
}

// What the effect plans to bring in a year, or once; nothing if a rate is missing.
std::optional<Total> SizeOf(const RuleInput& input, const Claim& claim) {
  if (!CurrencyIsKnown(input.portfolio, *claim.measure, *claim.effect)) return std::nullopt;
  const EffectFigures figures = ComputeEffect(input.portfolio, *claim.measure, *claim.effect, input.as_of);
  if (!figures.rates_known) return std::nullopt;
  if (*claim.effect->nature == Nature::kRecurring) return RunRateOf(figures).plan;
  return SumOver(figures, {}).plan;
}

// "'A', 'B' and 2 more": the measures that claim besides the last one.
std::string OthersOf(const Claims& claims) {
  constexpr std::size_t kNamed = 5;
  std::vector<std::string_view> others;
  for (const Claim& claim : claims) {
    const std::string_view id = claim.measure->id->view();
    if (claim.measure != claims.back().measure && (others.empty() || others.back() != id))
      others.push_back(id);
  }
  const std::size_t named = std::min(others.size(), kNamed);
  std::string text;
  for (std::size_t i = 0; i < named; ++i) text += fmt::format("{}'{}'", i == 0 ? "" : ", ", others[i]);
  if (others.size() > named) text += fmt::format(" and {} more", others.size() - named);
  return text;
}

void CheckAccount(const RuleInput& input, const Account& account, const Claims& claims, RuleFindings& out) {
  if (claims.front().measure == claims.back().measure) return;
  const std::optional<Total> baseline = LargestBaseline(input.portfolio, claims);
  if (!baseline) return;
  Total sum, own;
  for (const Claim& claim : claims) {
    const std::optional<Total> size = SizeOf(input, claim);
    if (!size) return;
    sum += *size;
    if (claim.measure == claims.back().measure) own += *size;
  }
  if (sum <= *baseline) return;
  const bool money = account.kind != EffectKind::kFte;
  const Currency unit = money ? *input.portfolio.organization.currency : Currency();
  const std::string kind = money ? fmt::format(" of {}", Name(account.kind)) : "";
  out.Report(claims.back().effect->account.span,
             "'{}' claims {}{} on account '{}' of '{}', with {} it is {}; the baseline is {}",
             claims.back().measure->id->view(), AmountText(own, unit), kind, account.account.view(),
             account.legal_entity.view(), OthersOf(claims), AmountText(sum, unit),
             AmountText(*baseline, unit))
      .Help("settle which measure claims what, or correct the account or its baseline");
}

void Check(const RuleInput& input, RuleFindings& out) {
  for (const auto& [account, claims] : ClaimsByAccount(input.portfolio))
    CheckAccount(input, account, claims, out);
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
