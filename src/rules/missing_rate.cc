#include <algorithm>
#include <vector>

#include "rules/effects.h"
#include "rules/rule.h"

namespace cat4 {
namespace {

struct PlacedMonth {
  Month month{};
  Span span;
};

class EffectRates {
 public:
  EffectRates(const Portfolio& portfolio, const Measure& measure, const Effect& effect, RuleFindings& out)
      : portfolio_(portfolio), measure_(measure), effect_(effect), out_(out) {}

  void Check() {
    const std::vector<ConfirmedMonth> confirmed = ConfirmedMonths(measure_, effect_);
    if (!portfolio_.PlanRate(*effect_.currency)) ReportPlanRate(confirmed);
    for (const PlacedMonth& booked : BookedMonths(confirmed)) {
      if (!portfolio_.MonthlyRate(*effect_.currency, booked.month)) ReportMonthRate(booked);
    }
  }

 private:
  // Months that take their own rate: where the actual stands, else the confirmed amount.
  std::vector<PlacedMonth> BookedMonths(const std::vector<ConfirmedMonth>& confirmed) const {
    std::vector<PlacedMonth> months;
    for (const Figure& figure : effect_.figures) {
      if (figure.kind() == FigureKind::kActual)
        months.push_back({figure.month(), figure.span(measure_.file)});
    }
    const auto actuals = static_cast<std::ptrdiff_t>(months.size());
    for (const ConfirmedMonth& month : confirmed) {
      if (std::ranges::binary_search(months.begin(), months.begin() + actuals, month.month, {},
                                     &PlacedMonth::month)) {
        continue;
      }
      months.push_back({month.month, month.span});
    }
    return months;
  }

  Span FirstAmount(const std::vector<ConfirmedMonth>& confirmed) const {
    if (!effect_.figures.empty()) return effect_.figures.front().span(measure_.file);
    if (effect_.run_rate) return effect_.run_rate.span;
    return confirmed.empty() ? Span() : confirmed.front().span;
  }

  void ReportPlanRate(const std::vector<ConfirmedMonth>& confirmed) {
    const Span span = FirstAmount(confirmed);
    if (!span.valid()) return;
    out_.Report(span, "there is no plan rate for {}; effect '{}' can't be converted to {}", code(),
                effect_.id->view(), home())
        .Help("add '{}: <{} for 1 {}>' to 'plan' in rates.yaml", code(), home(), code());
  }

  void ReportMonthRate(const PlacedMonth& booked) {
    const std::string month = FormatMonth(booked.month);
    out_.Report(booked.span,
                "there is no {} rate for {}; what effect '{}' brought in that month can't be converted to {}",
                code(), month, effect_.id->view(), home())
        .Help("add '{}: {{{}: <{} for 1 {}>}}' to 'months' in rates.yaml", month, code(), home(), code());
  }

  std::string_view code() const { return effect_.currency->code(); }
  std::string_view home() const { return portfolio_.organization.currency->code(); }

  const Portfolio& portfolio_;
  const Measure& measure_;
  const Effect& effect_;
  RuleFindings& out_;
};

void Check(const RuleInput& input, RuleFindings& out) {
  const Portfolio& portfolio = input.portfolio;
  for (const Measure& measure : portfolio.measures) {
    for (const Effect& effect : measure.effects) {
      const bool foreign = !effect.currency->empty() && *effect.currency != *portfolio.organization.currency;
      if (!foreign || !CurrencyIsKnown(portfolio, measure, effect)) continue;
      EffectRates(portfolio, measure, effect, out).Check();
    }
  }
}

}  // namespace

const Rule kRuleMissingRate{
    .text =
        {.summary = "an amount in a currency for which no rate is known",
         .explanation =
             R"(Sums are in the reporting currency. Plans and forecasts are converted at one fixed plan rate,
actuals and confirmed amounts at the rate of their month. A rate that is missing is never
taken for 1: the measure is left out of what needs it, and totals are short by that much until
the rate is there.

Lights compare everything at plan rates, so an effect in another currency needs its plan rate
even if it holds nothing but actuals. Add what the message names to rates.yaml; a rate says
how many units of the reporting currency one unit of the other is worth.)",
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
    currency: USD
    months:
      2026-11: {plan: 1000}  # <-
)",
         .good = R"(--- rates.yaml
plan: {USD: 0.92}
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
    currency: USD
    months:
      2026-11: {plan: 1000}
)"},
    .needs = Needs::kRates,
    .check = &Check};

}  // namespace cat4
