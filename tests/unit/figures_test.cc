// Figures and lights on the awkward cases. Amounts are in cents of EUR unless a case says otherwise.
#include "cat4/model/figures.h"

#include <catch2/catch.hpp>

#include "cat4/model/rollup.h"
#include "cat4/rules/rule_text.h"

namespace cat4 {
namespace {

// One measure in the small organization, read as any other.
struct Fixture {
  std::unique_ptr<Portfolio> portfolio;
  MeasureFigures figures;
  NodeFigures organization;

  std::string Plan() const { return Text(figures.sums.plan); }
  std::string Expected() const { return Text(figures.sums.expected); }
  std::string Text(Total total) const {
    return FormatTotal(total, portfolio->organization.currency->exponent());
  }
  std::string Lights() const {
    return fmt::format("{} {}", Name(figures.implementation), Name(figures.potential));
  }
  std::string Outlook() const { return PerMille(figures.shares.outlook); }
  std::string ToDate() const { return PerMille(figures.shares.to_date); }
  static std::string PerMille(const Share& share) {
    return share.PerMille() ? std::to_string(*share.PerMille()) : "undefined";
  }
  std::string Year(std::string_view name) const {
    for (const auto& [year, sums] : figures.by_year) {
      if (FormatFiscalYear(year) == name) return fmt::format("{} {}", Text(sums.plan), Text(sums.expected));
    }
    return "none";
  }
};

Fixture Compute(std::string_view as_of, const std::string& body, std::string_view more = "") {
  const std::string example = fmt::format(
      "--- DEMO-1.yaml\nid: DEMO-1\ntitle: A measure\nowner: o.owner\ncontroller: c.controller\n{}{}", body,
      more);
  Loaded loaded = LoadPortfolio(*InMemorySource(ExampleTree(example)));
  for (const Finding& finding : loaded.findings.all()) FAIL(finding.message);
  Fixture fixture{std::move(loaded.portfolio), {}, {}};
  const Date date = *ParseDate(as_of);
  const std::vector<MeasureFigures> all = ComputeMeasures(*fixture.portfolio, date);
  REQUIRE(all.size() == 1);
  REQUIRE(all.front().known);
  fixture.figures = all.front();
  fixture.organization = RollUp(*fixture.portfolio, fixture.portfolio->containers.front(), all, date);
  return fixture;
}

const std::string kActive = "stage: decided\nstate: active\n";
const std::string kRecurring = "effects:\n  - id: e\n    kind: ebitda\n    nature: recurring\n    months:\n";
const std::string kOneOff = "effects:\n  - id: e\n    kind: ebitda\n    nature: one_off\n    months:\n";

std::string Confirm(std::string_view amounts) {
  const std::string digest(64, 'a');
  return fmt::format(
      "decisions:\n  - decision: confirm\n    role: controller\n    by: c.controller\n    on: 2026-10-20\n   "
      " policy: 1\n"
      "    after: sha256:{0}\n    previous: none\n    terms: sha256:{0}\n    effect: e\n    currency: EUR\n  "
      "  amounts:\n{1}"
      "    checked: ledger\n    signature: AAAA\n",
      digest, amounts);
}

}  // namespace

TEST_CASE(
    "figures: a ramp-up next year counts in next year, and its run-rate is the last plan month times "
    "twelve") {
  const Fixture f = Compute("2026-10-31", kActive + kRecurring +
                                              "      2027-01: {plan: 10000}\n      2027-02: {plan: 20000}\n  "
                                              "    2027-03: {plan: 40000, forecast: 38000}\n");
  CHECK(f.Plan() == "70000.00");
  CHECK(f.Expected() == "68000.00");
  CHECK(f.Year("FY26") == "none");
  CHECK(f.Year("FY27") == "70000.00 68000.00");
  CHECK(f.Text(f.figures.run_rate.plan) == "480000.00");
  CHECK(f.Text(f.figures.run_rate.expected) == "456000.00");
  CHECK(f.Text(f.figures.run_rate.confirmed) == "0.00");
  CHECK(f.Text(f.figures.weighted) == "40800.00");  // 60 % of what is expected
  CHECK(f.ToDate() == "undefined");
  CHECK(f.Lights() == "grey green");
}

TEST_CASE("figures: a written run-rate compares with the last twelve plan months") {
  const Fixture f = Compute(
      "2026-01-10",
      kActive +
          "effects:\n  - id: e\n    kind: ebitda\n    nature: recurring\n    run_rate: 1300\n    months:\n"
          "      2026-01: {plan: 50}\n      2026-02: {plan: 100, forecast: 90}\n      2026-12: {plan: "
          "1100}\n      2027-06: {forecast: 7}\n");
  CHECK(f.Text(f.figures.run_rate.plan) == "1300.00");
  CHECK(f.Text(f.figures.run_rate.expected) == "1240.00");
}

TEST_CASE("figures: a one-off that slips behind its plan months still arrives in the outlook, not to date") {
  const Fixture f = Compute(
      "2026-10-31", kActive + kOneOff + "      2026-08: {plan: 90000}\n      2026-12: {forecast: 90000}\n");
  CHECK(f.Expected() == "90000.00");
  CHECK(f.Outlook() == "1000");
  CHECK(f.ToDate() == "0");
  CHECK(f.Lights() == "grey amber");
  CHECK(f.Text(f.figures.one_off) == "90000.00");
  CHECK(f.Text(f.figures.run_rate.plan) == "0.00");
}

TEST_CASE("figures: a recurring benefit in a month without plan does not help the share") {
  const Fixture f =
      Compute("2026-10-31", kActive + kRecurring +
                                "      2026-11: {plan: 100, forecast: 60}\n      2026-12: {forecast: 500}\n");
  CHECK(f.Expected() == "560.00");
  CHECK(f.Outlook() == "600");
  CHECK(f.Lights() == "grey red");
}

TEST_CASE("figures: a cost increase is a negative plan, spending more than planned is bad") {
  const Fixture worse =
      Compute("2026-10-31", kActive + kRecurring + "      2026-11: {plan: -1000, forecast: -1200}\n");
  CHECK(worse.Outlook() == "800");
  CHECK(worse.Lights() == "grey amber");
  CHECK(worse.Text(worse.figures.weighted) == "-1200.00");  // negative cells count in full
  const Fixture better =
      Compute("2026-10-31", kActive + kRecurring + "      2026-11: {plan: -1000, forecast: -900}\n");
  CHECK(better.Outlook() == "1100");
  CHECK(better.Lights() == "grey green");
}

TEST_CASE("figures: mixed signs are weighed by the size of the plan, not by its sum") {
  const Fixture f =
      Compute("2026-10-31", kActive + kRecurring +
                                "      2026-11: {plan: -1000}\n      2026-12: {plan: 1000, forecast: 500}\n");
  CHECK(f.Plan() == "0.00");
  CHECK(f.Outlook() == "750");  // 1 + (-500 - 0) / 2000
  CHECK(f.Lights() == "grey amber");
}

TEST_CASE("figures: a plan of zero has no share and no light") {
  const Fixture f = Compute("2026-10-31", kActive + kRecurring + "      2026-11: {plan: 0, forecast: 500}\n");
  CHECK(f.Outlook() == "undefined");
  CHECK(f.Lights() == "grey grey");
  CHECK(f.Expected() == "500.00");
}

TEST_CASE("figures: late but larger benefits are amber while they are late") {
  const Fixture f =
      Compute("2026-10-31", kActive + kRecurring +
                                "      2026-08: {plan: 100, actual: 50}\n      2026-09: {plan: 100, actual: "
                                "60}\n      2026-11: {plan: 100, forecast: 300}\n");
  CHECK(f.Outlook() == "1367");
  CHECK(f.ToDate() == "550");
  CHECK(f.Lights() == "grey amber");
}

TEST_CASE("figures: what was never reported counts nothing once its actual is due") {
  const std::string body =
      kActive + kRecurring + "      2026-09: {plan: 100, forecast: 100}\n      2026-10: {plan: 100}\n";
  CHECK(Compute("2026-10-14", body).Expected() == "200.00");  // 14 days after the end of September
  const Fixture due = Compute("2026-10-15", body);
  CHECK(due.Expected() == "100.00");
  CHECK(due.Lights() == "grey red");
  CHECK(Compute("2026-11-15", body).Expected() == "0.00");
}

TEST_CASE("figures: on hold half a year, only what came counts, and both lights are grey") {
  const Fixture f = Compute(
      "2026-10-31", "stage: decided\nstate: on_hold\nmilestones:\n  - {id: m, title: M, due: 2026-01-31}\n" +
                        kRecurring +
                        "      2026-04: {plan: 100, actual: 80}\n      2026-05: {plan: 100}\n      2026-12: "
                        "{plan: 100, forecast: 100}\n");
  CHECK(f.Plan() == "300.00");
  CHECK(f.Expected() == "80.00");
  CHECK(f.Lights() == "grey grey");
  CHECK(f.organization.potential == Light::kRed);  // above it, the missing money shows
  CHECK(f.organization.implementation == Light::kGrey);
  CHECK(f.Text(f.organization.sums.plan) == "300.00");
}

TEST_CASE("figures: cancelled with confirmed months: the confirmed stays, the plan leaves every sum above") {
  const Fixture f = Compute("2026-10-31",
                            "stage: decided\nstate: cancelled\n" + kRecurring +
                                "      2026-08: {plan: 100, actual: 100}\n      2026-09: {plan: 100, actual: "
                                "70}\n      2026-11: {plan: 100}\n",
                            Confirm("      2026-08: 95\n"));
  CHECK(f.Plan() == "300.00");  // its own node carries its own plan
  CHECK(f.Expected() == "165.00");
  CHECK(f.Text(f.figures.weighted) == "95.00");
  CHECK(f.Lights() == "grey grey");
  CHECK(f.Text(f.organization.sums.plan) == "0.00");
  CHECK(f.Text(f.organization.sums.original) == "0.00");
  CHECK(f.Text(f.organization.cancelled_plan) == "300.00");
  CHECK(f.Text(f.organization.sums.expected) == "165.00");
  CHECK(f.Text(f.organization.sums.confirmed) == "95.00");
  CHECK(f.organization.potential == Light::kGrey);
}

TEST_CASE("figures: closed at 85 percent is amber by what is confirmed, whatever was claimed") {
  const std::string months =
      "      2026-08: {plan: 100, actual: 200}\n      2026-09: {plan: 100, actual: 200}\n";
  const std::string body = "stage: closed\nstate: active\n" + kRecurring + months;
  CHECK(Compute("2026-10-31", body, Confirm("      2026-08: 85\n      2026-09: 85\n")).Lights() ==
        "grey amber");
  CHECK(Compute("2026-10-31", body, Confirm("      2026-08: 90\n      2026-09: 90\n")).Lights() ==
        "grey green");
  CHECK(Compute("2026-10-31", body, Confirm("      2026-08: 100\n")).Lights() == "grey red");
  CHECK_FALSE(Compute("2026-10-31", body, Confirm("      2026-08: 100\n")).figures.trap);
  const Fixture f = Compute("2026-10-31", body, Confirm("      2026-08: 85\n      2026-09: 85\n"));
  CHECK(f.Text(f.figures.weighted) == "170.00");  // in the last stage only the confirmed
}

TEST_CASE("figures: a fiscal year from July splits a calendar year") {
  const std::string organization =
      "--- organization.yaml\nformat: 1\nid: demo\nname: Demo\ncurrency: EUR\nfiscal_year_start: "
      "7\nlegal_entities:\n  - {id: DE, name: DE}\n"
      "business_units: []\n";
  const Fixture f = Compute("2026-10-31",
                            kActive + kRecurring +
                                "      2026-06: {plan: 1}\n      2026-07: {plan: 10}\n      2027-06: {plan: "
                                "100}\n      2027-07: {plan: 1000}\n",
                            organization);
  CHECK(f.Year("FY26") == "1.00 0.00");
  CHECK(f.Year("FY27") == "110.00 100.00");
  CHECK(f.Year("FY28") == "1000.00 1000.00");
}

TEST_CASE("figures: JPY and KWD are converted cell by cell and rounded before they are added") {
  const std::string rates =
      "--- rates.yaml\nplan: {JPY: 0.0061, KWD: 3.0}\nmonths:\n  2026-08: {JPY: 0.007, KWD: 3.3}\n";
  const Fixture yen = Compute(
      "2026-10-31",
      kActive +
          "effects:\n  - id: e\n    kind: ebitda\n    nature: recurring\n    currency: JPY\n    months:\n"
          "      2026-08: {plan: 1, actual: 1000}\n      2026-11: {plan: 1}\n      2026-12: {plan: 1}\n",
      rates);
  CHECK(yen.Plan() == "0.03");                                  // 0.0061 is a cent each time
  CHECK(yen.Text(yen.figures.sums.actual) == "7.00");           // at August's rate
  CHECK(yen.Text(yen.figures.shares.to_date.value) == "6.10");  // lights take the plan rate
  const Fixture dinar = Compute(
      "2026-10-31",
      kActive +
          "effects:\n  - id: e\n    kind: ebitda\n    nature: recurring\n    currency: KWD\n    months:\n"
          "      2026-08: {plan: 1.005, actual: 0.001}\n",
      rates);
  CHECK(dinar.Plan() == "3.02");
  CHECK(dinar.Text(dinar.figures.sums.actual) == "0.00");
}

TEST_CASE("figures: working capital holds levels, so that a sum over months is the last one") {
  const std::string policy = "--- policy.yaml\nleading_effect: working_capital\n";
  const Fixture f =
      Compute("2026-10-31",
              kActive +
                  "effects:\n  - id: e\n    kind: working_capital\n    nature: recurring\n    months:\n"
                  "      2026-08: {plan: 100, actual: 80}\n      2026-11: {plan: 300, forecast: 250}\n      "
                  "2026-12: {plan: 200, forecast: 190}\n",
              policy);
  CHECK(f.Plan() == "200.00");
  CHECK(f.Expected() == "190.00");
  CHECK(f.Text(f.figures.sums.actual) == "80.00");
  CHECK(f.Text(f.figures.run_rate.plan) == "200.00");
  CHECK(f.Outlook() == "950");
  CHECK(f.ToDate() == "800");
  CHECK(f.Lights() == "grey amber");
}

TEST_CASE("figures: soft effects and costs to achieve are in no other sum") {
  const Fixture f = Compute(
      "2026-10-31",
      kActive +
          "effects:\n"
          "  - id: soft\n    kind: ebitda\n    nature: recurring\n    class: soft\n    months:\n      "
          "2026-11: {plan: 7, forecast: 6}\n"
          "  - id: avoid\n    kind: cost\n    nature: recurring\n    class: avoidance\n    months:\n      "
          "2026-11: {plan: 5}\n"
          "  - id: it\n    kind: one_off_cost\n    nature: one_off\n    months:\n      2026-08: {plan: -30, "
          "actual: -35}\n"
          "  - id: machine\n    kind: capex\n    nature: one_off\n    months:\n      2026-11: {plan: -20}\n"
          "  - id: people\n    kind: fte\n    nature: recurring\n    months:\n      2026-11: {plan: 2.5}\n");
  CHECK(f.Plan() == "0.00");
  CHECK(f.Text(f.figures.soft_plan) == "12.00");
  CHECK(f.Text(f.figures.soft_expected) == "11.00");
  CHECK(f.Text(f.figures.cost_plan) == "-50.00");
  CHECK(f.Text(f.figures.cost_actual) == "-35.00");
  CHECK(f.Lights() == "grey grey");
}

TEST_CASE("figures: the first confirmation of a month stays until one restates it") {
  const std::string months = "      2026-08: {plan: 100, actual: 90}\n      2026-09: {plan: 100}\n";
  const std::string twice = Confirm("      2026-08: 80\n");
  const std::string second =
      Confirm("      2026-08: 70\n      2026-09: 60\n").substr(std::string("decisions:\n").size());
  const Fixture first = Compute("2026-10-31", kActive + kRecurring + months, twice + second);
  CHECK(first.Text(first.figures.sums.confirmed) == "140.00");
  std::string restating = second;
  restating.replace(restating.find("    checked:"), 0, "    restates: true\n    reason: ledger corrected\n");
  const Fixture f = Compute("2026-10-31", kActive + kRecurring + months, twice + restating);
  CHECK(f.Text(f.figures.sums.confirmed) == "130.00");
  CHECK(f.Expected() == "130.00");
}

TEST_CASE("lights: a key milestone's delay decides, done ones and working ones do not") {
  const auto light = [](std::string_view milestones) {
    return std::string(Name(
        Compute("2026-10-31", kActive + "milestones:\n" + std::string(milestones)).figures.implementation));
  };
  CHECK(light("  - {id: a, title: A, due: 2026-10-28}\n") == "green");  // 3 days late
  CHECK(light("  - {id: a, title: A, due: 2026-10-27}\n") == "amber");  // 4
  CHECK(light("  - {id: a, title: A, due: 2026-10-24}\n") == "amber");  // 7
  CHECK(light("  - {id: a, title: A, due: 2026-10-23}\n") == "red");    // 8
  CHECK(light("  - {id: a, title: A, due: 2026-11-30, forecast: 2026-12-08}\n") == "red");
  CHECK(light("  - {id: a, title: A, due: 2026-11-30, forecast: 2026-11-01}\n") == "green");
  CHECK(light("  - {id: a, title: A, due: 2026-01-31, done: 2026-06-30}\n") == "green");
  CHECK(light("  - {id: a, title: A, due: 2026-01-31, key: false}\n") == "grey");
  CHECK(light("  - {id: a, title: A}\n") == "grey");
}

TEST_CASE("lights: the owner's own call can only worsen, and gives the light where there is none") {
  const auto light = [](std::string_view call, std::string_view milestones) {
    return std::string(Name(
        Compute("2026-10-31", fmt::format("{}status: {{implementation: {}}}\n{}", kActive, call, milestones))
            .figures.implementation));
  };
  CHECK(light("red", "milestones:\n  - {id: a, title: A, due: 2026-11-30}\n") == "red");
  CHECK(light("green", "milestones:\n  - {id: a, title: A, due: 2026-01-31}\n") == "red");
  CHECK(light("amber", "") == "amber");
}

TEST_CASE("lights: the trap is a green implementation with money missing") {
  const std::string body = "milestones:\n  - {id: a, title: A, due: 2026-11-30}\n" + kRecurring +
                           "      2026-11: {plan: 100, forecast: 80}\n";
  CHECK(Compute("2026-10-31", kActive + body).figures.trap);
  CHECK_FALSE(Compute("2026-10-31", "stage: decided\nstate: on_hold\n" + body).figures.trap);
  CHECK_FALSE(Compute("2026-10-31", "stage: closed\nstate: active\n" + body).figures.trap);
  CHECK_FALSE(Compute("2026-10-31", kActive + "status: {implementation: amber}\n" + body).figures.trap);
}

TEST_CASE("lights: thresholds are compared exactly") {
  const auto light = [](std::string_view forecast) {
    return std::string(
        Name(Compute("2026-10-31", kActive + kRecurring +
                                       fmt::format("      2026-11: {{plan: 300, forecast: {}}}\n", forecast))
                 .figures.potential));
  };
  CHECK(light("270.00") == "green");
  CHECK(light("269.99") == "amber");
  CHECK(light("210.00") == "amber");
  CHECK(light("209.99") == "red");
}

TEST_CASE("stalled: the newest sign of life is older than the policy allows") {
  const auto stalled = [](std::string_view as_of, std::string_view body) {
    return Compute(as_of, kActive + std::string(body)).figures.stalled;
  };
  CHECK_FALSE(stalled("2026-10-31", "status: {implementation: green, on: 2026-08-02}\n"));  // 90 days
  CHECK(stalled("2026-10-31", "status: {implementation: green, on: 2026-08-01}\n"));        // 91
  CHECK(stalled("2026-10-31", "milestones:\n  - {id: a, title: A, due: 2026-01-31, done: 2026-02-01}\n"));
  CHECK_FALSE(stalled("2026-10-31", kRecurring + "      2026-08: {plan: 1, actual: 1}\n"));
  CHECK_FALSE(stalled("2026-10-31", ""));  // no date, no verdict
}

TEST_CASE("targets: a gap is what is missing, by the target's own basis") {
  const auto gap = [](std::string_view basis, std::string_view by) {
    const std::string package = fmt::format(
        "--- portfolios/demo/portfolio.yaml\nid: demo-portfolio\nname: Demo\ntarget: {{amount: 1000, by: {}, "
        "basis: {}}}\n",
        by, basis);
    const Fixture f =
        Compute("2026-10-31",
                kActive + kRecurring +
                    "      2026-11: {plan: 100}\n      2026-12: {plan: 100}\n      2027-01: {plan: 100}\n",
                package);
    const std::vector<MeasureFigures> all = {f.figures};
    const NodeFigures node = RollUp(*f.portfolio, f.portfolio->containers[1], all, *ParseDate("2026-10-31"));
    return f.Text(*node.gap);
  };
  CHECK(gap("cumulative", "2026-12") == "800.00");
  CHECK(gap("cumulative", "2027-01") == "700.00");
  CHECK(gap("fiscal_year", "2026-06") == "800.00");
  CHECK(gap("fiscal_year", "2027-12") == "900.00");
  CHECK(gap("run_rate", "2026-12") == "-200.00");
}

}  // namespace cat4
