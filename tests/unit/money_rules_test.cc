// The rules about money, at their boundaries.
#include <catch2/catch.hpp>

#include "unit/rule_lines.h"

namespace cat4 {
namespace {

std::string Decisions(std::initializer_list<ConfirmText> confirms) {
  std::string text = "decisions:\n";
  for (const ConfirmText& confirm : confirms) text += Confirm(confirm);
  return text;
}

// Plan months with an actual each, from January 2026 on.
std::string PlannedMonths(int count) {
  std::string months;
  for (int i = 0; i < count; ++i) {
    months += fmt::format("      {}: {{plan: 10, actual: 10}}\n", FormatMonth(MonthFromIndex(2026 * 12 + i)));
  }
  return months;
}
std::string ConfirmedAmounts(int count) {
  std::string amounts;
  for (int i = 0; i < count; ++i)
    amounts += fmt::format("      {}: 10\n", FormatMonth(MonthFromIndex(2026 * 12 + i)));
  return amounts;
}

constexpr std::string_view kPolicyOfTwoMonths = "--- policy.yaml\nconfirmation: {months: 2}\n";

}  // namespace

TEST_CASE("unconfirmed-ebitda: asks for the first plan months of each leading effect") {
  const std::string effect = Ebitda(PlannedMonths(3));
  const std::string one = ConfirmedAmounts(1), two = ConfirmedAmounts(2);
  const std::string policy(kPolicyOfTwoMonths);
  CHECK(RuleLines(policy + MeasureFile("DEMO-1", effect, "closed")) ==
        "DEMO-1.yaml:5:8: error: stage 'closed' without confirmation of 2 of the 2 months of effect 'ebitda' "
        "that "
        "closing asks for, first 2026-01 [unconfirmed-ebitda]\n");
  CHECK(RuleLines(policy + MeasureFile("DEMO-1", effect + Decisions({{one}}), "closed")) ==
        "DEMO-1.yaml:5:8: error: stage 'closed' without confirmation of 1 of the 2 months of effect 'ebitda' "
        "that "
        "closing asks for, first 2026-02 [unconfirmed-ebitda]\n");
  CHECK(RuleLines(policy + MeasureFile("DEMO-1", effect + Decisions({{two}}), "closed")).empty());
  CHECK(RuleLines(policy + MeasureFile("DEMO-1", effect, "implemented")).empty());
  CHECK(RuleLines(policy + MeasureFile("DEMO-1", effect, "closed", "cancelled")).empty());
  // All months where the plan is shorter than what is asked for.
  CHECK(RuleLines(MeasureFile("DEMO-1", effect + Decisions({{two}}), "closed")) ==
        "DEMO-1.yaml:5:8: error: stage 'closed' without confirmation of 1 of the 3 months of effect 'ebitda' "
        "that "
        "closing asks for, first 2026-03 [unconfirmed-ebitda]\n");
}

TEST_CASE("unconfirmed-ebitda: a zero plan asks for nothing, a confirmed zero is a confirmation") {
  const std::string months =
      "      2026-01: {plan: 0, actual: 7}\n"
      "      2026-09: {plan: 10, actual: 0}\n";
  CHECK(RuleLines(MeasureFile("DEMO-1", Ebitda(months) + Decisions({{"      2026-09: 0\n"}}), "closed"))
            .empty());
  CHECK(RuleLines(MeasureFile("DEMO-1", Ebitda("      2026-01: {plan: 0}\n"), "closed")).empty());
  CHECK(RuleLines(MeasureFile("DEMO-1", "", "closed")).empty());
}

TEST_CASE(
    "unconfirmed-ebitda: soft effects and other kinds need no confirmation, each leading effect is told") {
  const std::string months = "    months: {2026-09: {plan: 10, actual: 10}}\n";
  const std::string head = "    nature: recurring\n";
  CHECK(RuleLines(MeasureFile("DEMO-1",
                              "effects:\n"
                              "  - id: a\n    kind: ebitda\n    class: soft\n" +
                                  head + months + "  - id: b\n    kind: cash\n" + head + months +
                                  "  - id: c\n    kind: ebitda\n" + head + months +
                                  "  - id: d\n    kind: ebitda\n    nature: one_off\n" + months,
                              "closed")) ==
        "DEMO-1.yaml:5:8: error: stage 'closed' without confirmation of 1 of the 1 month of effect 'c' that "
        "closing "
        "asks for, first 2026-09 [unconfirmed-ebitda]\n"
        "DEMO-1.yaml:5:8: error: stage 'closed' without confirmation of 1 of the 1 month of effect 'd' that "
        "closing "
        "asks for, first 2026-09 [unconfirmed-ebitda]\n");
}

TEST_CASE("missing-actual: from the day the actual is due") {
  const std::string tree = MeasureFile("DEMO-1", Ebitda("      2026-09: {plan: 1000}\n"), "decided");
  CHECK(RuleLines(tree, "2026-10-14").empty());
  CHECK(RuleLines(tree, "2026-10-15") ==
        "DEMO-1.yaml:12:23: warning: effect 'ebitda' has 1 past plan month without an actual, first 2026-09; "
        "wanted one "
        "within 15 days of a month's end [missing-actual]\n");
  const std::string policy = "--- policy.yaml\nstatus: {actuals_due_days: 1}\n";
  CHECK(RuleLines(policy + tree, "2026-09-30").empty());
  CHECK(RuleLines(policy + tree, "2026-10-01") ==
        "DEMO-1.yaml:12:23: warning: effect 'ebitda' has 1 past plan month without an actual, first 2026-09; "
        "wanted one "
        "within 1 day of a month's end [missing-actual]\n");
}

TEST_CASE("missing-actual: one finding per effect, at the first silent month") {
  const std::string months =
      "      2026-05: {plan: 10, actual: 0}\n"
      "      2026-06: {plan: 0}\n"
      "      2026-07: {forecast: 10}\n"
      "      2026-08: {plan: -10, forecast: 10}\n"
      "      2026-09: {plan: 10}\n"
      "      2026-10: {plan: 10}\n";
  const std::string line =
      "DEMO-1.yaml:15:23: warning: effect 'ebitda' has 2 past plan months without an actual, first 2026-08; "
      "wanted one "
      "within 15 days of a month's end [missing-actual]\n";
  CHECK(RuleLines(MeasureFile("DEMO-1", Ebitda(months), "decided")) == line);
  CHECK(RuleLines(MeasureFile("DEMO-1", Ebitda(months), "implemented")) == line);
  CHECK(RuleLines(MeasureFile("DEMO-1", Ebitda(months), "detailed")).empty());
  CHECK(RuleLines(MeasureFile("DEMO-1", Ebitda(months), "decided", "on_hold")).empty());
  CHECK(RuleLines(MeasureFile("DEMO-1", Ebitda(months), "decided", "cancelled")).empty());
  const std::string confirmed = Decisions({{"      2026-08: 10\n      2026-09: 10\n"}});
  CHECK(RuleLines(MeasureFile("DEMO-1", Ebitda(months) + confirmed, "decided")).empty());
}

TEST_CASE("missing-actual: effects of every kind and class, in the last stage what is not confirmed") {
  const std::string effect =
      "effects:\n"
      "  - id: people\n    kind: fte\n    nature: recurring\n    months: {2026-08: {plan: 2.5}}\n"
      "  - id: brand\n    kind: revenue\n    nature: recurring\n    class: soft\n    months: {2026-08: "
      "{plan: 5}}\n";
  CHECK(RuleLines(MeasureFile("DEMO-1", effect, "closed")) ==
        "DEMO-1.yaml:11:30: warning: effect 'people' has 1 past plan month without an actual, first 2026-08; "
        "wanted one within 15 days of a month's end [missing-actual]\n"
        "DEMO-1.yaml:16:30: warning: effect 'brand' has 1 past plan month without an actual, first 2026-08; "
        "wanted one within 15 days of a month's end [missing-actual]\n");
  const std::string confirmed =
      Decisions({{.amounts = "      2026-08: 2.5\n", .currency = "\"-\"", .effect = "people"}});
  CHECK(RuleLines(MeasureFile("DEMO-1", effect + confirmed, "closed")) ==
        "DEMO-1.yaml:16:30: warning: effect 'brand' has 1 past plan month without an actual, first 2026-08; "
        "wanted one within 15 days of a month's end [missing-actual]\n");
}

TEST_CASE("forecast-incomplete: months after the current one") {
  const std::string months =
      "      2026-10: {plan: 10}\n"
      "      2026-11: {plan: 10}\n"
      "      2026-12: {plan: 10}\n"
      "      2027-01: {plan: 0}\n"
      "      2027-02: {plan: 10, forecast: 0}\n";
  const std::string tree = MeasureFile("DEMO-1", Ebitda(months));
  CHECK(RuleLines(tree) ==
        "DEMO-1.yaml:13:23: warning: effect 'ebitda' has no forecast for 2 of 3 plan months ahead, first "
        "2026-11; the "
        "others have one [forecast-incomplete]\n");
  CHECK(RuleLines(tree, "2026-11-01") ==
        "DEMO-1.yaml:14:23: warning: effect 'ebitda' has no forecast for 1 of 2 plan months ahead, first "
        "2026-12; the "
        "others have one [forecast-incomplete]\n");
  CHECK(RuleLines(tree, "2026-12-01").empty());
  CHECK(RuleLines(MeasureFile("DEMO-1", Ebitda(months), "defined", "on_hold")).empty());
  CHECK(RuleLines(MeasureFile("DEMO-1", Ebitda(months), "defined", "cancelled")).empty());
}

TEST_CASE("forecast-incomplete: no forecast ahead, or one only where nothing is planned, is complete") {
  CHECK(RuleLines(MeasureFile("DEMO-1", Ebitda("      2026-10: {plan: 10, forecast: 5}\n"
                                               "      2026-11: {plan: 10}\n")))
            .empty());
  CHECK(RuleLines(MeasureFile("DEMO-1", Ebitda("      2026-11: {plan: 10}\n"
                                               "      2026-12: {plan: 0, forecast: 5}\n")))
            .empty());
}

TEST_CASE("confirmed-in-future: the running month is none") {
  const std::string effect = Ebitda(
      "      2026-10: {plan: 10}\n"
      "      2026-11: {plan: 10}\n");
  const auto tree = [&](std::string_view month, std::string_view on) {
    const std::string amounts = fmt::format("      {}: 10\n", month);
    return MeasureFile("DEMO-1", effect + Decisions({{amounts, on}}));
  };
  CHECK(RuleLines(tree("2026-10", "2026-10-01")).empty());
  CHECK(RuleLines(tree("2026-10", "2026-09-30")) ==
        "DEMO-1.yaml:26:7: error: 2026-10 is confirmed, but has not begun on 2026-09-30, the day of the "
        "confirmation "
        "[confirmed-in-future]\n");
  CHECK(RuleLines(tree("2026-11", "2026-11-02")) ==
        "DEMO-1.yaml:26:7: error: 2026-11 is confirmed, but has not begun on 2026-10-31, the as-of date "
        "[confirmed-in-future]\n");
  CHECK(RuleLines(tree("2026-11", "2026-11-02"), "2026-11-01").empty());
}

TEST_CASE("confirmed-in-future: a confirmation that was restated, or counts for nothing, is told as well") {
  const std::string effect = Ebitda("      2026-10: {plan: 10}\n");
  CHECK(RuleLines(MeasureFile("DEMO-1",
                              effect + Decisions({{"      2026-10: 10\n", "2026-09-30", "CHF"},
                                                  {.amounts = "      2026-10: 10\n",
                                                   .extra = "    restates: true\n    reason: Again\n"}}))) ==
        "DEMO-1.yaml:23:15: error: effect 'ebitda' is confirmed in 'CHF'; wanted 'EUR' [currency-mismatch]\n"
        "DEMO-1.yaml:25:7: error: 2026-10 is confirmed, but has not begun on 2026-09-30, the day of the "
        "confirmation "
        "[confirmed-in-future]\n");
}

TEST_CASE("actual-in-future: from the month after the as-of date on, in every state") {
  const std::string effect = Ebitda("      2026-11: {actual: 0}\n");
  const std::string line =
      "DEMO-1.yaml:12:25: error: effect 'ebitda' has an actual for 2026-11, which has not begun on "
      "2026-10-31 "
      "[actual-in-future]\n";
  CHECK(RuleLines(MeasureFile("DEMO-1", effect)) == line);
  CHECK(RuleLines(MeasureFile("DEMO-1", effect, "closed", "cancelled")) == line);
  CHECK(RuleLines(MeasureFile("DEMO-1", effect), "2026-11-01").empty());
}

TEST_CASE("missing-rate: the plan rate is told once, at the first figure by month") {
  const std::string effect = Ebitda(
      "      2026-12: {plan: 10}\n"
      "      2026-11: {plan: 10}\n",
      "    currency: USD\n");
  CHECK(RuleLines(MeasureFile("DEMO-1", effect)) ==
        "DEMO-1.yaml:14:23: error: there is no plan rate for USD; effect 'ebitda' can't be converted to EUR "
        "[missing-rate]\n");
  CHECK(RuleLines("--- rates.yaml\nplan: {USD: 0.9}\n" + MeasureFile("DEMO-1", effect)).empty());
}

TEST_CASE("missing-rate: a run-rate or a confirmed amount alone needs the plan rate") {
  const std::string run_rate =
      "effects:\n  - id: ebitda\n    kind: ebitda\n    nature: recurring\n    currency: USD\n    run_rate: "
      "120\n";
  CHECK(RuleLines(MeasureFile("DEMO-1", run_rate)) ==
        "DEMO-1.yaml:12:15: error: there is no plan rate for USD; effect 'ebitda' can't be converted to EUR "
        "[missing-rate]\n");
  const std::string bare =
      "effects:\n  - id: ebitda\n    kind: ebitda\n    nature: recurring\n    currency: USD\n";
  CHECK(RuleLines(MeasureFile("DEMO-1", bare)).empty());
  CHECK(RuleLines("--- rates.yaml\nmonths: {2026-09: {USD: 0.9}}\n" +
                  MeasureFile("DEMO-1", bare + Decisions({{"      2026-09: 10\n", "2026-10-12", "USD"}}))) ==
        "DEMO-1.yaml:24:7: warning: 2026-09 is confirmed with 10.00 USD, but effect 'ebitda' plans nothing "
        "for that "
        "month [confirmed-outside-plan]\n"
        "DEMO-1.yaml:24:16: error: there is no plan rate for USD; effect 'ebitda' can't be converted to EUR "
        "[missing-rate]\n");
}

TEST_CASE("missing-rate: a month's rate for actuals and confirmed amounts") {
  const std::string tree = MeasureFile("DEMO-1", Ebitda("      2026-07: {plan: 10, actual: 10}\n"
                                                        "      2026-08: {plan: 10, actual: 10}\n"
                                                        "      2026-10: {plan: 10}\n",
                                                        "    currency: CHF\n") +
                                                     Decisions({{"      2026-07: 10\n      2026-08: 10\n"
                                                                 "      2026-10: 10\n",
                                                                 "2026-10-12", "CHF"}}));
  CHECK(RuleLines(tree) ==
        "DEMO-1.yaml:13:35: error: there is no CHF rate for 2026-07; what effect 'ebitda' brought in that "
        "month can't "
        "be converted to EUR [missing-rate]\n"
        "DEMO-1.yaml:30:16: error: there is no CHF rate for 2026-10; what effect 'ebitda' brought in that "
        "month can't "
        "be converted to EUR [missing-rate]\n");
}

TEST_CASE("missing-rate: fte has no currency, an uncertain currency is not judged") {
  CHECK(RuleLines(MeasureFile("DEMO-1",
                              "effects:\n  - id: people\n    kind: fte\n    nature: recurring\n"
                              "    months: {2026-09: {plan: 2.5, actual: 2.5}}\n"))
            .empty());
  // CH plans in CHF, of which there is a rate; JPY is written in the measure.
  CHECK(
      RuleLines(MeasureFile("DEMO-1", "legal_entity: CH\n" + Ebitda("      2026-11: {plan: 10}\n"))).empty());
  CHECK(RuleLines(MeasureFile("DEMO-1", Ebitda("      2026-11: {plan: 10}\n", "    currency: JPY\n"))) ==
        "DEMO-1.yaml:13:23: error: there is no plan rate for JPY; effect 'ebitda' can't be converted to EUR "
        "[missing-rate]\n");
  const std::string_view package =
      "--- portfolios/demo/plants/stock/feed/package.yaml\n"
      "id: feed\nname: Live feeds\nsponsor: s.sponsor\nlegal_entity: DE\nsteering_committee: "
      "board\ncurrency: USD\n"
      "prefix: demo\n";
  CHECK(RuleLines(std::string(package) + MeasureFile("DEMO-1", Ebitda("      2026-11: {plan: 10}\n")))
            .find("missing-rate") == std::string::npos);
}

TEST_CASE("currency-mismatch: at the confirmation's currency") {
  const std::string jpy = Ebitda("      2026-09: {plan: 10}\n", "    currency: JPY\n");
  const std::string rates = "--- rates.yaml\nplan: {JPY: 0.006}\nmonths: {2026-09: {JPY: 0.006}}\n";
  CHECK(
      RuleLines(rates + MeasureFile("DEMO-1", jpy + Decisions({{"      2026-09: 10.50\n"}}))) ==
      "DEMO-1.yaml:24:15: error: effect 'ebitda' is confirmed in 'EUR'; wanted 'JPY' [currency-mismatch]\n");
  CHECK(RuleLines(rates +
                  MeasureFile("DEMO-1", jpy + Decisions({{"      2026-09: 10\n", "2026-10-12", "JPY"}})))
            .empty());
}

TEST_CASE("currency-mismatch: fte is confirmed without a currency") {
  const std::string people =
      "effects:\n  - id: people\n    kind: fte\n    nature: recurring\n    months: {2026-09: {plan: 2.5}}\n";
  const ConfirmText counts{.amounts = "      2026-09: 2.5\n", .currency = "\"-\"", .effect = "people"};
  ConfirmText money = counts;
  money.currency = "EUR";
  CHECK(RuleLines(MeasureFile("DEMO-1", people + Decisions({counts}))).empty());
  CHECK(RuleLines(MeasureFile("DEMO-1", people + Decisions({money}))) ==
        "DEMO-1.yaml:22:15: error: effect 'people' is confirmed in 'EUR'; wanted '-' [currency-mismatch]\n");
}

TEST_CASE("currency-mismatch: not where the effect or its currency is unknown") {
  const std::string confirm = Decisions({{"      2026-09: 10\n", "2026-10-12", "CHF"}});
  CHECK(RuleLines(
            MeasureFile("DEMO-1", "legal_entity: XX\n" + Ebitda("      2026-09: {plan: 10}\n") + confirm)) ==
        "DEMO-1.yaml:7:15: error: there is no legal entity 'XX' [unresolved-reference]\n");
  CHECK(RuleLines(MeasureFile("DEMO-1", confirm)) ==
        "DEMO-1.yaml:16:13: error: there is no effect 'ebitda' [unresolved-reference]\n");
}

TEST_CASE("confirmed-differs: against the actual of the month, with what counts") {
  const auto tree = [](std::string_view actual, std::initializer_list<ConfirmText> confirms) {
    const std::string month = fmt::format("      2026-09: {{plan: 10{}}}\n", actual);
    return MeasureFile("DEMO-1", Ebitda(month) + Decisions(confirms));
  };
  CHECK(RuleLines(tree(", actual: 9.99", {{"      2026-09: 10\n"}})) ==
        "DEMO-1.yaml:25:16: warning: 2026-09 is confirmed with 10.00 EUR; its actual is 9.99 EUR "
        "[confirmed-differs]\n");
  CHECK(RuleLines(tree(", actual: 10.00", {{"      2026-09: 10\n"}})).empty());
  CHECK(RuleLines(tree("", {{"      2026-09: 12\n"}})).empty());
  CHECK(RuleLines(tree(", actual: 0", {{"      2026-09: -0\n"}})).empty());
  const ConfirmText restating{.amounts = "      2026-09: 8\n",
                              .extra = "    restates: true\n    reason: Late booking\n"};
  CHECK(RuleLines(tree(", actual: 8", {{"      2026-09: 10\n"}, restating})).empty());
  CHECK(RuleLines(tree(", actual: 10", {{"      2026-09: 10\n"}, restating})) ==
        "DEMO-1.yaml:39:16: warning: 2026-09 is confirmed with 8.00 EUR; its actual is 10.00 EUR "
        "[confirmed-differs]\n");
  // Without `restates` the first one counts.
  CHECK(RuleLines(tree(", actual: 10", {{"      2026-09: 10\n"}, {"      2026-09: 8\n"}}))
            .find("confirmed-differs") == std::string::npos);
}

TEST_CASE("confirmed-differs: yen, which have no decimals, and people") {
  const std::string rates = "--- rates.yaml\nplan: {JPY: 0.006}\nmonths: {2026-09: {JPY: 0.006}}\n";
  CHECK(RuleLines(
            rates +
            MeasureFile("DEMO-1", Ebitda("      2026-09: {plan: 500, actual: 500}\n", "    currency: JPY\n") +
                                      Decisions({{"      2026-09: 501\n", "2026-10-12", "JPY"}}))) ==
        "DEMO-1.yaml:26:16: warning: 2026-09 is confirmed with 501 JPY; its actual is 500 JPY "
        "[confirmed-differs]\n");
  CHECK(RuleLines(MeasureFile(
            "DEMO-1",
            "effects:\n  - id: people\n    kind: fte\n    nature: recurring\n"
            "    months: {2026-09: {plan: 2, actual: 2}}\n" +
                Decisions({{.amounts = "      2026-09: 1.5\n", .currency = "\"-\"", .effect = "people"}}))) ==
        "DEMO-1.yaml:24:16: warning: 2026-09 is confirmed with 1.50 fte; its actual is 2.00 fte "
        "[confirmed-differs]\n");
}

TEST_CASE("confirmed-outside-plan: no plan, or a plan of zero, a month taken back is fine") {
  const auto tree = [](std::string_view nature, std::string_view month,
                       std::initializer_list<ConfirmText> confirms) {
    return MeasureFile("DEMO-1",
                       fmt::format("effects:\n  - id: ebitda\n    kind: ebitda\n    nature: {}\n    months:\n"
                                   "      2026-10: {{plan: 10}}\n{}",
                                   nature, month) +
                           Decisions(confirms));
  };
  const std::string line =
      "2026-09 is confirmed with 10.00 EUR, but effect 'ebitda' plans nothing for that month "
      "[confirmed-outside-plan]\n";
  const ConfirmText ten{"      2026-09: 10\n"};
  CHECK(RuleLines(tree("recurring", "", {ten})) == "DEMO-1.yaml:25:7: warning: " + line);
  CHECK(RuleLines(tree("one_off", "", {ten})) == "DEMO-1.yaml:25:7: warning: " + line);
  CHECK(RuleLines(tree("recurring", "      2026-09: {plan: 0}\n", {ten})) ==
        "DEMO-1.yaml:26:7: warning: " + line);
  CHECK(RuleLines(tree("recurring", "      2026-09: {forecast: 10}\n", {ten})) ==
        "DEMO-1.yaml:26:7: warning: " + line);
  CHECK(RuleLines(tree("recurring", "      2026-09: {plan: 0.01}\n", {ten})).empty());
  const ConfirmText back{.amounts = "      2026-09: 0\n",
                         .extra = "    restates: true\n    reason: Wrong month\n"};
  CHECK(RuleLines(tree("recurring", "", {ten, back})).find("confirmed-outside-plan") == std::string::npos);
}

namespace {

struct ClaimText {
  std::string_view size = "run_rate: 100";
  std::string_view account = "6400";
  std::string_view baseline = "";
  std::string_view extra = "nature: recurring";
};
std::string Claim(const ClaimText& claim) {
  std::string text =
      fmt::format("effects:\n  - id: a\n    kind: ebitda\n    {}\n    account: \"{}\"\n    {}\n", claim.extra,
                  claim.account, claim.size);
  if (!claim.baseline.empty()) text += fmt::format("    baseline: {{amount: {}}}\n", claim.baseline);
  return text;
}

}  // namespace

TEST_CASE("double-claim: more than the baseline, not exactly the baseline") {
  const std::string first = MeasureFile("DEMO-1", Claim({.baseline = "199.99"}));
  const std::string second = MeasureFile("DEMO-2", Claim({}));
  CHECK(RuleLines(first + second) ==
        "DEMO-2.yaml:11:14: warning: 'DEMO-2' claims 100.00 EUR of ebitda on account '6400' of 'DE', with "
        "'DEMO-1' it is "
        "200.00 EUR; the baseline is 199.99 EUR [double-claim]\n");
  CHECK(RuleLines(MeasureFile("DEMO-1", Claim({.baseline = "200"})) + second).empty());
  CHECK(RuleLines(MeasureFile("DEMO-1", Claim({.baseline = "-200"})) + second).empty());
  CHECK(RuleLines(MeasureFile("DEMO-1", Claim({.baseline = "-150"})) + second)
            .find("the baseline is 150.00 EUR") != std::string::npos);
  CHECK(RuleLines(MeasureFile("DEMO-1", Claim({})) + second).empty());         // nothing to compare
  CHECK(RuleLines(MeasureFile("DEMO-1", Claim({.baseline = "50"}))).empty());  // alone
  // The largest baseline is the account's.
  CHECK(RuleLines(first + MeasureFile("DEMO-2", Claim({.baseline = "200"}))).empty());
}

TEST_CASE("double-claim: only what is alike is added up") {
  const std::string first = MeasureFile("DEMO-1", Claim({.baseline = "150"}));
  CHECK(RuleLines(first + MeasureFile("DEMO-2", Claim({}), "defined", "cancelled")).empty());
  CHECK(RuleLines(first + MeasureFile("DEMO-2", Claim({.account = "6401"}))).empty());
  CHECK(RuleLines(first + MeasureFile("DEMO-2", "legal_entity: CH\n" + Claim({}))).empty());
  CHECK(RuleLines(first + MeasureFile("DEMO-2", Claim({.extra = "nature: recurring\n    class: avoidance"})))
            .empty());
  CHECK(RuleLines(first + MeasureFile("DEMO-2",
                                      "effects:\n  - id: a\n    kind: cost\n    nature: recurring\n"
                                      "    account: \"6400\"\n    run_rate: 100\n"))
            .empty());
  CHECK(RuleLines(first + MeasureFile("DEMO-2", Claim({}), "defined", "on_hold")).find("[double-claim]") !=
        std::string::npos);
  CHECK(RuleLines(first + MeasureFile("DEMO-2", "legal_entity: XX\n" + Claim({}))) ==
        "DEMO-2.yaml:7:15: error: there is no legal entity 'XX' [unresolved-reference]\n");
}

TEST_CASE("double-claim: a recurring effect's year and a one-off effect's plan, at plan rates") {
  const std::string year = "months: {2026-11: {plan: 1}, 2026-12: {plan: 10}}";     // 120 a year
  const std::string once = "months: {2026-11: {plan: 50}, 2026-12: {plan: 30.5}}";  // 80.50
  CHECK(RuleLines(MeasureFile("DEMO-1", Claim({.size = year, .baseline = "200.50"})) +
                  MeasureFile("DEMO-2", Claim({.size = once, .extra = "nature: one_off"})))
            .empty());
  CHECK(RuleLines(MeasureFile("DEMO-1", Claim({.size = year, .baseline = "200.49"})) +
                  MeasureFile("DEMO-2", Claim({.size = once, .extra = "nature: one_off"}))) ==
        "DEMO-2.yaml:11:14: warning: 'DEMO-2' claims 80.50 EUR of ebitda on account '6400' of 'DE', with "
        "'DEMO-1' it is "
        "200.50 EUR; the baseline is 200.49 EUR [double-claim]\n");
  // 200 CHF are 210 EUR.
  const std::string swiss = "nature: recurring\n    currency: CHF";
  CHECK(RuleLines(MeasureFile("DEMO-1", Claim({.size = "run_rate: 110", .baseline = "200", .extra = swiss})) +
                  MeasureFile("DEMO-2", Claim({.size = "run_rate: 94.50"})))
            .empty());
  CHECK(RuleLines(MeasureFile("DEMO-1", Claim({.size = "run_rate: 110", .baseline = "200", .extra = swiss})) +
                  MeasureFile("DEMO-2", Claim({.size = "run_rate: 94.51"}))) ==
        "DEMO-2.yaml:11:14: warning: 'DEMO-2' claims 94.51 EUR of ebitda on account '6400' of 'DE', with "
        "'DEMO-1' it is "
        "210.01 EUR; the baseline is 210.00 EUR [double-claim]\n");
}

TEST_CASE("double-claim: a missing rate leaves the account alone") {
  CHECK(RuleLines(MeasureFile("DEMO-1", Claim({.baseline = "1"})) + MeasureFile("DEMO-2", Claim({})) +
                  MeasureFile("DEMO-3", Claim({.extra = "nature: recurring\n    currency: USD"}))) ==
        "DEMO-3.yaml:13:15: error: there is no plan rate for USD; effect 'a' can't be converted to EUR "
        "[missing-rate]\n");
}

TEST_CASE("double-claim: five others are named") {
  std::string tree = MeasureFile("DEMO-1", Claim({.baseline = "1"}));
  for (int i = 2; i <= 8; ++i) tree += MeasureFile(fmt::format("DEMO-{}", i), Claim({}));
  CHECK(RuleLines(tree) ==
        "DEMO-8.yaml:11:14: warning: 'DEMO-8' claims 100.00 EUR of ebitda on account '6400' of 'DE', with "
        "'DEMO-1', "
        "'DEMO-2', "
        "'DEMO-3', 'DEMO-4', 'DEMO-5' and 2 more it is 800.00 EUR; the baseline is 1.00 EUR "
        "[double-claim]\n");
}

TEST_CASE("double-claim: people") {
  const auto people = [](std::string_view id, std::string_view baseline) {
    return MeasureFile(
        id, fmt::format("effects:\n  - id: p\n    kind: fte\n    nature: recurring\n    account: \"HQ\"\n"
                        "    baseline: {{amount: {}}}\n    months: {{2026-12: {{plan: 2.5}}}}\n",
                        baseline));
  };
  CHECK(RuleLines(people("DEMO-1", "5") + people("DEMO-2", "4")).empty());
  CHECK(RuleLines(people("DEMO-1", "4.75") + people("DEMO-2", "4")) ==
        "DEMO-2.yaml:11:14: warning: 'DEMO-2' claims 2.50 fte on account 'HQ' of 'DE', with 'DEMO-1' it is "
        "5.00 fte; the baseline is 4.75 fte [double-claim]\n");
}

namespace {

std::string PortfolioTarget(std::string_view target) {
  return fmt::format("--- portfolios/demo/portfolio.yaml\nid: demo-portfolio\nname: Demo\ntarget: {{{}}}\n",
                     target);
}

}  // namespace

TEST_CASE("target-gap: by basis") {
  const std::string measure = MeasureFile("DEMO-1", Ebitda("      2026-12: {plan: 10}\n"
                                                           "      2027-01: {plan: 20, forecast: 30}\n"
                                                           "      2027-02: {plan: 20}\n"));
  CHECK(RuleLines(PortfolioTarget("amount: 10, by: 2026-12") + measure).find("target-gap") ==
        std::string::npos);
  CHECK(RuleLines(PortfolioTarget("amount: 10.01, by: 2026-12") + measure)
            .find("portfolios/demo/portfolio.yaml:3:18: note: 'demo-portfolio' is expected to bring 10.00 "
                  "EUR of its target "
                  "of 10.01 EUR by 2026-12 (cumulative); 0.01 EUR are missing [target-gap]\n") !=
        std::string::npos);
  CHECK(RuleLines(PortfolioTarget("amount: 51, by: 2027-06, basis: fiscal_year") + measure)
            .find("is expected to bring 50.00 EUR of its target of 51.00 EUR by 2027-06 (fiscal_year); 1.00 "
                  "EUR are "
                  "missing [target-gap]\n") != std::string::npos);
  CHECK(RuleLines(PortfolioTarget("amount: 241, by: 2027-06, basis: run_rate") + measure)
            .find("is expected to bring 240.00 EUR of its target of 241.00 EUR by 2027-06 (run_rate); 1.00 "
                  "EUR are "
                  "missing [target-gap]\n") != std::string::npos);
  CHECK(RuleLines(PortfolioTarget("amount: 60, by: 2027-06") + measure).find("target-gap") ==
        std::string::npos);
}

TEST_CASE("target-gap: cumulative up to any month of any fiscal year, for sums and levels") {
  const auto gap = [](std::string_view by, std::string_view start, std::string_view kind) {
    const std::string organization = fmt::format(
        "--- organization.yaml\nformat: 1\nid: demo\nname: Demo\ncurrency: EUR\nfiscal_year_start: {}\n"
        "legal_entities: [{{id: DE, name: DE}}]\n",
        start);
    const std::string policy = fmt::format("--- policy.yaml\nleading_effect: {}\n", kind);
    const std::string measure = MeasureFile(
        "DEMO-1",
        fmt::format("effects:\n  - id: a\n    kind: {}\n    nature: recurring\n"
                    "    months: {{2026-12: {{plan: 1}}, 2027-01: {{plan: 20}}, 2027-03: {{plan: 300}}, "
                    "2027-04: {{plan: 4000}}, 2028-04: {{plan: 50000}}}}\n",
                    kind));
    const std::string lines = RuleLines(organization + policy +
                                        PortfolioTarget(fmt::format("amount: 99999, by: {}", by)) + measure);
    const std::size_t at = lines.find("bring ") + 6;
    return lines.substr(at, lines.find(" of its") - at);
  };
  for (const std::string_view start : {"1", "4", "12"}) {
    INFO("fiscal year from month " << start);
    CHECK(gap("2026-11", start, "ebitda") == "0.00 EUR");
    CHECK(gap("2026-12", start, "ebitda") == "1.00 EUR");
    CHECK(gap("2027-02", start, "ebitda") == "21.00 EUR");
    CHECK(gap("2027-03", start, "ebitda") == "321.00 EUR");
    CHECK(gap("2027-04", start, "ebitda") == "4321.00 EUR");
    CHECK(gap("2027-12", start, "ebitda") == "4321.00 EUR");
    CHECK(gap("2028-04", start, "ebitda") == "54321.00 EUR");
    CHECK(gap("9999-12", start, "ebitda") == "54321.00 EUR");
    CHECK(gap("2027-02", start, "working_capital") == "20.00 EUR");
    CHECK(gap("2027-12", start, "working_capital") == "4000.00 EUR");
  }
}

TEST_CASE("target-gap: a target with nothing below it, but no guesses where sums are too low") {
  const std::string target = PortfolioTarget("amount: 1, by: 2026-12");
  CHECK(RuleLines(target) ==
        "portfolios/demo/portfolio.yaml:3:18: note: 'demo-portfolio' is expected to bring 0.00 EUR of its "
        "target of "
        "1.00 EUR by 2026-12 (cumulative); 1.00 EUR are missing [target-gap]\n");
  CHECK(RuleLines(PortfolioTarget("amount: 0, by: 2026-12")).empty());
  CHECK(RuleLines(target + MeasureFile("DEMO-1", Ebitda("      2026-12: {plan: 1}\n", "    currency: USD\n")))
            .find("target-gap") == std::string::npos);
  CHECK(RuleLines(target + MeasureFile("DEMO-1", "state: active\n")).find("target-gap") == std::string::npos);
}

TEST_CASE("money rules: which are skipped without a policy, an organization or rates") {
  CHECK(RuleLines(std::string(kBrokenPolicy) + MeasureFile("DEMO-1", Ebitda("      2026-09: {plan: 1}\n"),
                                                           "decided")) == kBrokenPolicyLine);
  const auto skipped = [](std::string_view tree) {
    const std::string all = SkippedRules(tree);
    std::string found;
    for (const std::string_view slug :
         {"unconfirmed-ebitda", "missing-actual", "forecast-incomplete", "confirmed-in-future",
          "actual-in-future", "missing-rate", "currency-mismatch", "confirmed-differs",
          "confirmed-outside-plan", "double-claim", "target-gap"}) {
      if (fmt::format(" {} ", all).find(fmt::format(" {} ", slug)) != std::string::npos)
        found += fmt::format("{} ", slug);
    }
    return found;
  };
  CHECK(skipped("").empty());
  CHECK(skipped(kBrokenPolicy) == "unconfirmed-ebitda missing-actual double-claim target-gap ");
  CHECK(skipped("--- rates.yaml\nplan: 1\n") ==
        "unconfirmed-ebitda missing-actual missing-rate double-claim target-gap ");
  CHECK(skipped("--- organization.yaml\nid: demo\n") ==
        "unconfirmed-ebitda missing-actual missing-rate currency-mismatch confirmed-differs "
        "confirmed-outside-plan "
        "double-claim target-gap ");
}

}  // namespace cat4
