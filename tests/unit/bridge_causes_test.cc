// Why an expected value changed. Amounts are in EUR unless a case says otherwise.
#include "report/bridge_causes.h"

#include <catch2/catch.hpp>

#include "cat4/rules/rule_text.h"

namespace cat4 {
namespace {

// The one measure of a small organization, as of a day.
struct Version {
  std::unique_ptr<Portfolio> portfolio;
  Date as_of;

  BridgeEnd end() const { return {portfolio.get(), &portfolio->measures.front(), as_of}; }
};

Version Read(std::string_view as_of, std::string_view state, std::string_view months,
             std::string_view more = "") {
  const std::string example = fmt::format(
      "--- DEMO-1.yaml\nid: DEMO-1\ntitle: A measure\nowner: o.owner\ncontroller: c.controller\n"
      "stage: decided\nstate: {}\neffects:\n  - id: e\n    kind: ebitda\n    nature: recurring\n    months:\n"
      "{}{}",
      state, months, more);
  Loaded loaded = LoadPortfolio(*InMemorySource(ExampleTree(example)));
  for (const Finding& finding : loaded.findings.all()) FAIL(finding.message);
  return {std::move(loaded.portfolio), *ParseDate(as_of)};
}

// "120.00 to 100.00: resized -20.00"
std::string Told(const Bridge& bridge) {
  const auto text = [](Total total) { return FormatTotal(total, 2); };
  std::string told = fmt::format("{} to {}:", text(bridge.start), text(bridge.end));
  for (std::size_t i = 0; i < kCauses; ++i) {
    const Total amount = bridge.amounts[i];
    if (amount != Total() || bridge.measures[i] > 0)
      told += fmt::format(" {} {}", Name(static_cast<Cause>(i)), text(amount));
  }
  CHECK(bridge.explains());
  return told;
}

std::string FromOriginal(const Version& now, const MonthRange& months = {}) {
  return Told(BridgeFromOriginal(now.end(), months));
}
std::string Between(const Version& before, const Version& now, const MonthRange& months = {}) {
  return Told(BridgeBetween(before.end(), now.end(), months));
}
MonthRange Only(std::string_view month) { return {*ParseMonth(month), *ParseMonth(month)}; }

std::string Confirm(std::string_view amounts) {
  const std::string digest(64, 'a');
  return fmt::format(
      "decisions:\n  - decision: confirm\n    role: controller\n    by: c.controller\n    on: 2026-10-20\n   "
      " policy: 1\n    after: sha256:{0}\n    previous: none\n    terms: sha256:{0}\n    effect: e\n"
      "    currency: EUR\n    amounts:\n{1}    checked: ledger\n    signature: AAAA\n",
      digest, amounts);
}

}  // namespace

TEST_CASE(
    "bridge: from the original plan, amends re-size, actuals, silence and forecasts change the forecast") {
  const Version now = Read("2026-10-31", "active",
                           "      2026-07: {plan: 100, original: 120, actual: 90}\n"
                           "      2026-08: {plan: 100}\n"
                           "      2026-11: {plan: 100, forecast: 70}\n"
                           "      2026-12: {plan: 100}\n");
  CHECK(FromOriginal(now) == "420.00 to 260.00: resized -20.00 forecast -140.00");
  const Bridge bridge = BridgeFromOriginal(now.end(), {});
  CHECK(bridge.forecast.actuals == Total(-1000));
  CHECK(bridge.forecast.silence == Total(-10000));
  CHECK(bridge.forecast.outlook == Total(-3000));
}

TEST_CASE("bridge: plan that moves to other months is re-timed, which shows in a period only") {
  const Version before =
      Read("2026-09-30", "active", "      2026-10: {plan: 100}\n      2026-11: {plan: 50}\n");
  const Version now =
      Read("2026-09-30", "active",
           "      2026-10: {plan: 20}\n      2026-11: {plan: 50}\n      2026-12: {plan: 80}\n");
  CHECK(Between(before, now) == "150.00 to 150.00:");
  CHECK(Between(before, now, Only("2026-10")) == "100.00 to 20.00: retimed -80.00");
  CHECK(Between(before, now, Only("2026-11")) == "50.00 to 50.00:");
  CHECK(Between(before, now, Only("2026-12")) == "0.00 to 80.00: retimed 80.00");
}

TEST_CASE("bridge: a plan that moves and grows is re-timed into the earliest months, the rest is re-sized") {
  const Version before = Read("2026-09-30", "active", "      2026-10: {plan: 100}\n");
  const Version now =
      Read("2026-09-30", "active",
           "      2026-10: {plan: 40}\n      2026-11: {plan: 50}\n      2026-12: {plan: 50}\n");
  CHECK(Between(before, now) == "100.00 to 140.00: resized 40.00");
  CHECK(Between(before, now, Only("2026-11")) == "0.00 to 50.00: retimed 50.00");
  CHECK(Between(before, now, Only("2026-12")) == "0.00 to 50.00: resized 40.00 retimed 10.00");
}

TEST_CASE("bridge: a longer life re-sizes the new months and leaves the others alone") {
  const Version before = Read("2026-09-30", "active", "      2026-10: {plan: 100}\n");
  const Version now =
      Read("2026-09-30", "active", "      2026-10: {plan: 100}\n      2026-11: {plan: 100}\n");
  CHECK(Between(before, now, Only("2026-10")) == "100.00 to 100.00:");
  CHECK(Between(before, now) == "100.00 to 200.00: resized 100.00");
}

TEST_CASE("bridge: a month without value on hold or cancelled is explained by that alone") {
  const std::string_view before_months =
      "      2026-08: {plan: 100, forecast: 90}\n      2026-11: {plan: 100, forecast: 80}\n";
  const std::string_view now_months =
      "      2026-08: {plan: 100, forecast: 90, actual: 95}\n      2026-11: {plan: 70, forecast: 60}\n";
  const Version before = Read("2026-08-31", "active", before_months);
  for (const auto& [state, cause] : {std::pair{"on_hold", "on_hold"}, std::pair{"cancelled", "cancelled"}}) {
    const Version now = Read("2026-10-31", state, now_months);
    const std::string told = Between(before, now);
    CHECK(told.starts_with("170.00 to 95.00:"));
    CHECK(told.find(fmt::format(" {} -80.00", cause)) != std::string::npos);
    CHECK(told.find(" forecast 5.00") != std::string::npos);
    CHECK(told.find("resized") == std::string::npos);
  }
}

TEST_CASE("bridge: a measure that is resumed or reinstated has its months again") {
  const std::string_view months = "      2026-08: {plan: 100, actual: 95}\n      2026-11: {plan: 100}\n";
  const Version now = Read("2026-10-31", "active", months);
  CHECK(Between(Read("2026-08-31", "on_hold", months), now) == "95.00 to 195.00: resumed 100.00");
  CHECK(Between(Read("2026-08-31", "cancelled", months), now) == "95.00 to 195.00: reinstated 100.00");
}

TEST_CASE("bridge: what happened to a measure concerns it even if it moved no money") {
  const std::string_view months = "      2026-11: {plan: 100}\n";
  CHECK(Between(Read("2026-08-31", "on_hold", months), Read("2026-10-31", "cancelled", months)) ==
        "0.00 to 0.00: cancelled 0.00");
}

TEST_CASE("bridge: confirmed is held against the actual, or against the forecast where there is none") {
  const Version now =
      Read("2026-10-31", "active",
           "      2026-07: {plan: 100, actual: 90}\n      2026-08: {plan: 100, forecast: 80}\n"
           "      2026-09: {plan: 100}\n",
           Confirm("      2026-07: 85\n      2026-08: 82\n      2026-09: 100\n"));
  CHECK(FromOriginal(now) == "300.00 to 267.00: forecast -30.00 confirmed -3.00");
}

TEST_CASE("bridge: months at their own rates and new plan rates are currency, at plan rates of now else") {
  const std::string_view months = "      2026-09: {plan: 100, actual: 100}\n      2026-11: {plan: 100}\n";
  const std::string_view rates =
      "--- portfolios/demo/plants/stock/feed/package.yaml\nid: feed\nname: Live feeds\nsponsor: s.sponsor\n"
      "legal_entity: CH\nsteering_committee: board\n--- rates.yaml\nplan: {{CHF: {}}}\nmonths:\n"
      "  2026-09: {{CHF: 1.06}}\n";
  const Version before =
      Read("2026-09-10", "active", "      2026-09: {plan: 100}\n      2026-11: {plan: 80}\n",
           fmt::format(fmt::runtime(rates), "1.05"));
  const Version now = Read("2026-10-31", "active", months, fmt::format(fmt::runtime(rates), "1.10"));
  // 1.05 × 180 = 189 becomes 106 + 110 = 216: 20 CHF more plan at 1.10; 180 × 0.05 and 100 × (1.06 − 1.10).
  CHECK(Between(before, now) == "189.00 to 216.00: resized 22.00 currency 5.00");
  CHECK(FromOriginal(now) == "220.00 to 216.00: currency -4.00");
}

TEST_CASE("bridge: an effect that is new or gone re-sizes the plan, a new measure is only new") {
  const std::string_view months = "      2026-11: {plan: 100, forecast: 90}\n";
  const Version before = Read("2026-09-30", "active", months);
  const Version now = Read("2026-10-31", "active", months,
                           "  - id: f\n    kind: ebitda\n    nature: one_off\n    months:\n"
                           "      2026-12: {plan: 50, forecast: 45}\n");
  CHECK(Between(before, now) == "90.00 to 135.00: resized 50.00 forecast -5.00");
  CHECK(Between(now, before) == "135.00 to 90.00: resized -50.00 forecast 5.00");
  CHECK(Told(BridgeFromNothing(now.end(), {}, Cause::kNew)) == "0.00 to 135.00: new 135.00");
  CHECK(Told(BridgeToNothing(now.end(), {}, Cause::kGone)) == "135.00 to 0.00: gone -135.00");
}

TEST_CASE("bridge: where months hold levels the last level stands for all") {
  const auto read = [](std::string_view as_of, std::string_view state, std::string_view months) {
    const std::string example = fmt::format(
        "--- policy.yaml\nversion: 2\nleading_effect: working_capital\n"
        "--- DEMO-1.yaml\nid: DEMO-1\ntitle: A measure\nowner: o.owner\ncontroller: c.controller\n"
        "stage: decided\nstate: {}\neffects:\n  - id: e\n    kind: working_capital\n    nature: recurring\n"
        "    months:\n{}",
        state, months);
    Loaded loaded = LoadPortfolio(*InMemorySource(ExampleTree(example)));
    for (const Finding& finding : loaded.findings.all()) FAIL(finding.message);
    return Version{std::move(loaded.portfolio), *ParseDate(as_of)};
  };
  const Version before =
      read("2026-09-30", "active", "      2026-10: {plan: 100}\n      2026-11: {plan: 300}\n");
  const Version now =
      read("2026-09-30", "active", "      2026-10: {plan: 100}\n      2026-12: {plan: 350, forecast: 340}\n");
  CHECK(Between(before, now) == "300.00 to 340.00: resized 50.00 forecast -10.00");
  CHECK(Between(before, now, Only("2026-10")) == "100.00 to 100.00:");
  const Version held = read("2026-09-30", "on_hold", "      2026-11: {plan: 300}\n");
  CHECK(Between(before, held) == "300.00 to 0.00: on_hold -300.00");
}

}  // namespace cat4
