#include "report/bridge_causes.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>

#include "cat4/base/check.h"

namespace cat4 {
namespace {

constexpr std::array<std::string_view, kCauses> kNames = {"new",        "gone",     "moved",     "cancelled",
                                                          "reinstated", "on_hold",  "resumed",   "resized",
                                                          "retimed",    "forecast", "confirmed", "currency"};

// A month of an effect as one end has it; but for `valued_at`, at the plan rates of now.
struct MonthEnd {
  bool written = false;  // there is a cell or a confirmation
  bool planned = false;  // its plan is written
  bool valued = false;   // it has a value, if only nothing
  Total plan = {}, value = {};
  Total unconfirmed = {};                // its value if nothing were confirmed
  Total valued_at = {};                  // its value at the rates that it had
  ValueBasis basis = ValueBasis::kNone;  // of `unconfirmed`
};

struct MonthPair {
  MonthEnd before, now;
};
using Pairs = std::map<Month, MonthPair>;

// Amounts of an effect's currency at the plan rate of now; where there is none any more, at that of then.
class PlanRates {
 public:
  PlanRates(const Portfolio& now, const Portfolio& before) : now_(now), before_(before) {}

  Total Of(std::optional<Amount> amount, Currency currency) const {
    if (!amount) return {};
    const Rate* rate = now_.PlanRate(currency);
    if (!rate) rate = before_.PlanRate(currency);
    if (!rate) return {};
    const std::optional<Amount> converted =
        Convert(*amount, currency.exponent(), *rate, now_.organization.currency->exponent());
    return converted.value_or(Amount());
  }

 private:
  const Portfolio& now_;
  const Portfolio& before_;
};

// What is known of a month without its confirmation; a confirmation ends silence.
struct Unconfirmed {
  std::optional<Amount> amount;
  ValueBasis basis = ValueBasis::kNone;
};
Unconfirmed WithoutConfirmation(const MonthFigures& month) {
  const Cell& cell = month.cell;
  if (month.basis == ValueBasis::kNone || month.basis == ValueBasis::kSilent)
    return {std::nullopt, month.basis};
  if (cell.actual) return {cell.actual, ValueBasis::kActual};
  if (cell.forecast) return {cell.forecast, ValueBasis::kForecast};
  return {cell.plan, cell.plan ? ValueBasis::kPlan : ValueBasis::kNone};
}

MonthEnd EndOf(const MonthFigures& month, Currency currency, const PlanRates& rates) {
  const Unconfirmed unconfirmed = WithoutConfirmation(month);
  MonthEnd end{.written = true, .planned = month.cell.plan.has_value(), .valued = month.has_value};
  end.plan = rates.Of(month.cell.plan, currency);
  end.unconfirmed = rates.Of(unconfirmed.amount, currency);
  end.value = month.confirmed_cell ? rates.Of(month.confirmed_cell, currency) : end.unconfirmed;
  end.valued_at = month.expected;
  end.basis = unconfirmed.basis;
  return end;
}

// The plan that was approved first, nothing of which is known better yet.
MonthEnd OriginalOf(const MonthFigures& month, Currency currency, const PlanRates& rates) {
  const Cell& cell = month.cell;
  const std::optional<Amount> original = cell.original ? cell.original : cell.plan;
  const Total amount = rates.Of(original, currency);
  return {.written = original.has_value(),
          .planned = original.has_value(),
          .valued = true,
          .plan = amount,
          .value = amount,
          .unconfirmed = amount,
          .valued_at = amount,
          .basis = ValueBasis::kPlan};
}

// A change of the plan of each month: what only moved to or came from other months, and the rest.
struct PlanChange {
  Total resized, retimed;
};
std::vector<PlanChange> SplitPlan(const std::vector<Total>& changes) {
  Total up, down;
  for (const Total& change : changes) (change < Total() ? down : up) += Absolute(change);
  Total up_left = std::min(up, down), down_left = up_left;
  std::vector<PlanChange> split;
  for (const Total& change : changes) {
    Total& left = change < Total() ? down_left : up_left;
    const Total moved = std::min(left, Absolute(change));
    left = left - moved;
    const Total retimed = change < Total() ? Total() - moved : moved;
    split.push_back({change - retimed, retimed});
  }
  return split;
}

class EffectWalk {
 public:
  EffectWalk(State before, State now, Bridge& out) : before_(before), now_(now), out_(out) {}

  // Months hold flows: each is walked by itself.
  void WalkFlows(const Pairs& pairs, const MonthRange& range) {
    std::vector<Total> changes;
    for (const auto& [month, pair] : pairs) changes.push_back(PlanChangeOf(pair));
    const std::vector<PlanChange> split = SplitPlan(changes);
    std::size_t i = 0;
    for (const auto& [month, pair] : pairs) {
      if (range.contains(month)) Walk(pair, split[i], StateCause(pair));
      ++i;
    }
  }

  // Months hold levels: the last ones stand for all.
  void WalkLevels(const Pairs& pairs, const MonthRange& range) {
    MonthPair last{{.valued = before_ == State::kActive}, {.valued = now_ == State::kActive}};
    for (const auto& [month, pair] : pairs) {
      if (!range.contains(month)) continue;
      TakeLast(last.before, pair.before);
      TakeLast(last.now, pair.now);
    }
    const bool stopped = before_ == State::kActive || now_ == State::kActive;
    const std::optional<Cause> cause =
        before_ != now_ && stopped ? std::optional(CauseOfState()) : std::nullopt;
    Walk(last, {PlanChangeOf(last), Total()}, cause);
  }

 private:
  static void TakeLast(MonthEnd& last, const MonthEnd& end) {
    if (end.planned) last.plan = end.plan;
    if (!end.written || !end.valued) return;
    const Total plan = last.plan;
    last = end;
    last.plan = end.planned ? end.plan : plan;
  }

  Cause CauseOfState() const {
    if (now_ == State::kCancelled) return Cause::kCancelled;
    if (now_ == State::kOnHold) return before_ == State::kCancelled ? Cause::kReinstated : Cause::kOnHold;
    return before_ == State::kCancelled ? Cause::kReinstated : Cause::kResumed;
  }

  std::optional<Cause> StateCause(const MonthPair& pair) const {
    const bool changed = before_ != now_ && pair.before.valued != pair.now.valued;
    const bool by_state = pair.now.valued ? now_ == State::kActive : before_ == State::kActive;
    return changed && by_state ? std::optional(CauseOfState()) : std::nullopt;
  }

  Total PlanChangeOf(const MonthPair& pair) const {
    return pair.before.valued && pair.now.valued ? pair.now.plan - pair.before.plan : Total();
  }

  void Walk(const MonthPair& pair, const PlanChange& plan, std::optional<Cause> by_state) {
    const MonthEnd &b = pair.before, &n = pair.now;
    out_.start += b.valued_at;
    out_.end += n.valued_at;
    out_.of(Cause::kCurrency) += (b.value - b.valued_at) + (n.valued_at - n.value);
    if (by_state) {
      out_.of(*by_state) += n.value - b.value;
      return;
    }
    out_.of(Cause::kResized) += plan.resized;
    out_.of(Cause::kRetimed) += plan.retimed;
    const Total forecast = n.unconfirmed - b.unconfirmed - plan.resized - plan.retimed;
    out_.of(Cause::kForecast) += forecast;
    PartOf(n.basis) += forecast;
    out_.of(Cause::kConfirmed) += (n.value - n.unconfirmed) - (b.value - b.unconfirmed);
  }

  Total& PartOf(ValueBasis basis) {
    if (basis == ValueBasis::kActual) return out_.forecast.actuals;
    return basis == ValueBasis::kSilent ? out_.forecast.silence : out_.forecast.outlook;
  }

  State before_, now_;
  Bridge& out_;
};

const Effect* FindLeading(const BridgeEnd& end, const Effect& like) {
  for (const Effect& effect : end.measure->effects) {
    if (IsLeading(effect, end.portfolio->policy) && effect.id->view() == like.id->view() &&
        HoldsLevels(*effect.kind) == HoldsLevels(*like.kind))
      return &effect;
  }
  return nullptr;
}

// One effect at one end or at both.
class EffectPairs {
 public:
  EffectPairs(const BridgeEnd& before, const BridgeEnd& now)
      : rates_(*now.portfolio, *before.portfolio), before_(before), now_(now) {}

  Pairs Of(const Effect* before, const Effect* now) const {
    Pairs pairs;
    Fill(pairs, before_, before, &MonthPair::before);
    Fill(pairs, now_, now, &MonthPair::now);
    for (auto& [month, pair] : pairs) {
      if (!pair.before.written) pair.before.valued = before_.measure->active();
      if (!pair.now.written) pair.now.valued = now_.measure->active();
    }
    return pairs;
  }

  Pairs FromOriginal(const Effect& effect) const {
    Pairs pairs = Of(nullptr, &effect);
    for (const MonthFigures& month : ComputeEffect(*now_.portfolio, *now_.measure, effect, now_.as_of).months)
      pairs[month.month].before = OriginalOf(month, *effect.currency, rates_);
    return pairs;
  }

 private:
  void Fill(Pairs& pairs, const BridgeEnd& end, const Effect* effect, MonthEnd MonthPair::*side) const {
    if (!effect) return;
    for (const MonthFigures& month : ComputeEffect(*end.portfolio, *end.measure, *effect, end.as_of).months)
      pairs[month.month].*side = EndOf(month, *effect->currency, rates_);
  }

  PlanRates rates_;
  const BridgeEnd& before_;
  const BridgeEnd& now_;
};

void WalkEffect(const Effect& effect, const Pairs& pairs, const MonthRange& months, EffectWalk walk) {
  if (HoldsLevels(*effect.kind)) {
    walk.WalkLevels(pairs, months);
  } else {
    walk.WalkFlows(pairs, months);
  }
}

// What happened to a measure concerns it even where it moved no money.
void CountMeasure(Bridge& bridge, State before, State now) {
  for (std::size_t i = 0; i < kCauses; ++i) bridge.measures[i] = bridge.amounts[i] == Total() ? 0 : 1;
  const auto count = [&](Cause cause) { bridge.measures[static_cast<std::size_t>(cause)] = 1; };
  if (before == now) return;
  if (before == State::kCancelled) count(Cause::kReinstated);
  if (before == State::kOnHold && now == State::kActive) count(Cause::kResumed);
  if (now == State::kOnHold && before == State::kActive) count(Cause::kOnHold);
  if (now == State::kCancelled) count(Cause::kCancelled);
}

Total ExpectedOf(const BridgeEnd& end, const MonthRange& months) {
  Total sum;
  for (const Effect& effect : end.measure->effects) {
    if (!IsLeading(effect, end.portfolio->policy)) continue;
    sum += SumOver(ComputeEffect(*end.portfolio, *end.measure, effect, end.as_of), months).expected;
  }
  return sum;
}

Bridge Checked(const Bridge& bridge) {
  CAT4_CHECK(bridge.explains());
  return bridge;
}

}  // namespace

std::string_view Name(Cause cause) { return kNames[static_cast<std::size_t>(cause)]; }

ForecastParts& ForecastParts::operator+=(const ForecastParts& other) {
  actuals += other.actuals;
  silence += other.silence;
  outlook += other.outlook;
  return *this;
}

bool Bridge::explains() const {
  const bool parts = forecast.actuals + forecast.silence + forecast.outlook == of(Cause::kForecast);
  return parts && std::accumulate(amounts.begin(), amounts.end(), start) == end;
}

Bridge& Bridge::operator+=(const Bridge& other) {
  start += other.start;
  end += other.end;
  forecast += other.forecast;
  for (std::size_t i = 0; i < kCauses; ++i) {
    amounts[i] += other.amounts[i];
    measures[i] += other.measures[i];
  }
  return *this;
}

Bridge BridgeBetween(const BridgeEnd& before, const BridgeEnd& now, const MonthRange& months) {
  Bridge bridge;
  const EffectWalk walk(*before.measure->state, *now.measure->state, bridge);
  const EffectPairs pairs(before, now);
  for (const Effect& effect : now.measure->effects) {
    if (!IsLeading(effect, now.portfolio->policy)) continue;
    WalkEffect(effect, pairs.Of(FindLeading(before, effect), &effect), months, walk);
  }
  for (const Effect& effect : before.measure->effects) {
    if (!IsLeading(effect, before.portfolio->policy) || FindLeading(now, effect)) continue;
    WalkEffect(effect, pairs.Of(&effect, nullptr), months, walk);
  }
  CountMeasure(bridge, *before.measure->state, *now.measure->state);
  return Checked(bridge);
}

Bridge BridgeFromOriginal(const BridgeEnd& now, const MonthRange& months) {
  Bridge bridge;
  const EffectWalk walk(State::kActive, *now.measure->state, bridge);
  const EffectPairs pairs(now, now);
  for (const Effect& effect : now.measure->effects) {
    if (IsLeading(effect, now.portfolio->policy))
      WalkEffect(effect, pairs.FromOriginal(effect), months, walk);
  }
  CountMeasure(bridge, State::kActive, *now.measure->state);
  return Checked(bridge);
}

Bridge BridgeFromNothing(const BridgeEnd& now, const MonthRange& months, Cause cause) {
  Bridge bridge;
  bridge.end = bridge.of(cause) = ExpectedOf(now, months);
  bridge.measures[static_cast<std::size_t>(cause)] = 1;
  return Checked(bridge);
}

Bridge BridgeToNothing(const BridgeEnd& before, const MonthRange& months, Cause cause) {
  Bridge bridge;
  bridge.start = ExpectedOf(before, months);
  bridge.of(cause) = Total() - bridge.start;
  bridge.measures[static_cast<std::size_t>(cause)] = 1;
  return Checked(bridge);
}

}  // namespace cat4
