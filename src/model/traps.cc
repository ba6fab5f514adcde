#include "cat4/model/traps.h"

#include <algorithm>
#include <unordered_map>

namespace cat4 {
namespace {

// The first plan month of the effect if nobody has touched it: no actual, not confirmed, forecast as planned.
std::optional<Month> UntouchedStart(const Measure& measure, const Effect& effect) {
  const std::vector<Cell> cells = effect.Cells();
  const auto first = std::ranges::find_if(cells, &IsPlanMonth);
  if (first == cells.end() || first->actual || (first->forecast && *first->forecast != *first->plan)) {
    return std::nullopt;
  }
  const std::vector<ConfirmedMonth> confirmed = ConfirmedMonths(measure, effect);
  if (std::ranges::binary_search(confirmed, first->month, {}, &ConfirmedMonth::month)) return std::nullopt;
  return first->month;
}

// The earliest of the leading effects' untouched first months; no effect if there is none.
SilentSlip EarliestStart(const Portfolio& portfolio, const Measure& measure) {
  SilentSlip earliest;
  for (const Effect& effect : measure.effects) {
    if (!IsLeading(effect, portfolio.policy) || !CurrencyIsKnown(portfolio, measure, effect)) continue;
    const std::optional<Month> start = UntouchedStart(measure, effect);
    if (start && (!earliest.effect || *start < earliest.start)) earliest = {nullptr, &effect, *start};
  }
  return earliest;
}

bool HasSlipped(const Milestone& milestone) {
  return milestone.is_key() && milestone.due && !milestone.done && milestone.forecast &&
         *milestone.forecast > *milestone.due;
}

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

std::vector<DoubleClaim> ClaimsByAccount(const Portfolio& portfolio) {
  std::vector<DoubleClaim> accounts;
  std::unordered_map<Account, std::size_t, AccountHash> places;
  for (const Measure& measure : portfolio.measures) {
    if (measure.cancelled() || !measure.legal_entity || !portfolio.FindLegalEntity(*measure.legal_entity))
      continue;
    for (const Effect& effect : measure.effects) {
      if (!effect.account || !effect.is_hard()) continue;
      const Account account{*effect.account, *measure.legal_entity, *effect.kind};
      const auto [place, is_new] = places.try_emplace(account, accounts.size());
      if (is_new) accounts.push_back({account.account, account.legal_entity, account.kind, {}, {}, {}});
      accounts[place->second].claims.push_back({&measure, &effect, {}});
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
  return Absolute(amount);
}

// The largest baseline of the account; nothing if there is none or one is unknown.
std::optional<Total> LargestBaseline(const Portfolio& portfolio, const std::vector<Claim>& claims) {
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
std::optional<Total> SizeOf(const Portfolio& portfolio, const Claim& claim, Date as_of) {
  if (!CurrencyIsKnown(portfolio, *claim.measure, *claim.effect)) return std::nullopt;
  const EffectFigures figures = ComputeEffect(portfolio, *claim.measure, *claim.effect, as_of);
  if (!figures.rates_known) return std::nullopt;
  if (*claim.effect->nature == Nature::kRecurring) return RunRateOf(figures).plan;
  return SumOver(figures, {}).plan;
}

// Adds up what is claimed; false where that is not too much, or not known.
bool Exceeds(const Portfolio& portfolio, Date as_of, DoubleClaim& account) {
  if (account.claims.front().measure == account.claims.back().measure) return false;
  const std::optional<Total> baseline = LargestBaseline(portfolio, account.claims);
  if (!baseline) return false;
  account.baseline = *baseline;
  for (Claim& claim : account.claims) {
    const std::optional<Total> size = SizeOf(portfolio, claim, as_of);
    if (!size) return false;
    claim.size = *size;
    account.sum += *size;
  }
  return account.sum > account.baseline;
}

}  // namespace

const Milestone* DecidingMilestone(const Measure& measure, Date as_of) {
  const Milestone* latest = nullptr;
  for (const Milestone& milestone : measure.milestones) {
    if (!milestone.is_key() || !milestone.due) continue;
    if (!latest || *DaysLate(milestone, as_of) > *DaysLate(*latest, as_of)) latest = &milestone;
  }
  return latest;
}

std::optional<Light> CalledTooWell(const Portfolio& portfolio, const Measure& measure, Date as_of) {
  if (!measure.active() || !measure.status || !measure.status->implementation) return std::nullopt;
  // From the milestones alone, so that missing rates do not matter.
  const Light computed =
      ImplementationLight(measure.milestones, as_of, portfolio.policy.status.implementation);
  if (computed == Light::kGrey || *measure.status->implementation >= computed) return std::nullopt;
  return computed;
}

std::vector<SilentSlip> SilentSlips(const Portfolio& portfolio, const Measure& measure) {
  std::vector<SilentSlip> slips;
  if (!measure.active() || std::ranges::none_of(measure.milestones, &HasSlipped)) return slips;
  const SilentSlip start = EarliestStart(portfolio, measure);
  if (!start.effect) return slips;
  for (const Milestone& milestone : measure.milestones) {
    if (HasSlipped(milestone) && MonthOf(*milestone.forecast) > start.start)
      slips.push_back({&milestone, start.effect, start.start});
  }
  return slips;
}

std::vector<DoubleClaim> DoubleClaims(const Portfolio& portfolio, Date as_of) {
  std::vector<DoubleClaim> found = ClaimsByAccount(portfolio);
  std::erase_if(found, [&](DoubleClaim& account) { return !Exceeds(portfolio, as_of, account); });
  std::ranges::stable_sort(found, {}, [](const DoubleClaim& claim) { return claim.claims.back().measure; });
  return found;
}

}  // namespace cat4
