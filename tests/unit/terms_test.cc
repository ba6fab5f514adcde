// Terms, byte by byte. The digests were computed with Python's hashlib from the texts as they stand here.
#include "cat4/governance/terms.h"

#include <catch2/catch.hpp>

#include "cat4/governance/statement.h"
#include "cat4/rules/rule_text.h"

namespace cat4 {
namespace {

class Scene {
 public:
  explicit Scene(std::string_view example) : loaded_(LoadPortfolio(*InMemorySource(ExampleTree(example)))) {
    std::string findings;
    for (const Finding& finding : loaded_.findings.all()) findings += finding.message + "\n";
    REQUIRE(findings == "");
    REQUIRE_FALSE(portfolio().measures.empty());
  }
  Portfolio& portfolio() const { return *loaded_.portfolio; }
  const Measure& measure() const { return portfolio().measures.front(); }

  std::string Terms() const { return TermsText(portfolio(), measure()); }

 private:
  Loaded loaded_;
};

}  // namespace

TEST_CASE("terms: of a bare measure, what it inherits") {
  const Scene scene(
      "--- DEMO-1.yaml\n"
      "id: DEMO-1\n"
      "title: Live stock feed\n"
      "owner: o.owner\n"
      "stage: defined\n"
      "state: active\n");
  CHECK(scene.Terms() ==
        "cat4-terms: 1\n"
        "organization: demo\n"
        "measure: DEMO-1\n"
        "title: Live stock feed\n"
        "sponsor: s.sponsor\n"
        "legal_entity: DE\n"
        "steering_committee: board\n");
  CHECK(DigestOf(scene.Terms()) == "sha256:2df4ff5e3cc0746288a4a27b93fe51e392d58fcdbbc1abf0a39d33b5eab60741");

  const Scene alone(
      "--- portfolios/demo/plants/stock/feed/package.yaml\n"
      "id: feed\n"
      "name: Live feeds\n"
      "--- DEMO-1.yaml\n"
      "id: DEMO-1\n"
      "title: Live stock feed\n"
      "stage: defined\n"
      "state: active\n");
  CHECK(alone.Terms() ==
        "cat4-terms: 1\n"
        "organization: demo\n"
        "measure: DEMO-1\n"
        "title: Live stock feed\n");
}

TEST_CASE("terms: everything that is one, sorted, normalised and resolved") {
  const Scene scene(R"(--- portfolios/demo/portfolio.yaml
id: demo-portfolio
name: Demo
sponsor: s.sponsor
steering_committee: board
--- portfolios/demo/plants/program.yaml
id: plants
name: Plants
legal_entity: DE
--- portfolios/demo/plants/stock/project.yaml
id: stock
name: Stock systems
currency: JPY
--- portfolios/demo/plants/stock/feed/package.yaml
id: feed
name: Live feeds
legal_entity: CH
--- DEMO-1.yaml
id: DEMO-1
title: Bestände „live“ führen
description: |
  Zählt jede Stunde.
  Und: nicht jede Nacht.
owner: o.owner
sponsor: o.owner
controller: c.controller
business_unit: plants
function: supply-chain
stage: decided
state: active
gates: {implemented: 2026-10-15}
tags: [api]
milestones:
  - {id: cutover, title: Umstellung Köln, due: 2026-09-30, forecast: 2026-10-14}
  - {id: training, title: Second shift trained, due: 2026-09-15, key: false}
  - {id: Zeta, title: Capitals sort first, key: true}
  - {id: contract, title: Signed, due: 2026-03-31, done: 2026-04-02}
status: {implementation: amber, comment: Late, on: 2026-10-28}
effects:
  - id: heads
    kind: fte
    nature: recurring
    class: avoidance
    baseline: {amount: 12, source: Payroll}
    months:
      2026-12: {plan: -1.5, actual: -1}
  - id: ebitda
    kind: ebitda
    nature: recurring
    currency: EUR
    account: "6400"
    baseline: {amount: 480000, from: 2025-01, to: 2025-12, source: "Cost centre 4711, actuals FY25"}
    run_rate: 480000.5
    months:
      2026-12: {plan: 0, original: 45000.1, forecast: 3}
      2026-10: {plan: -40000, forecast: 32000, actual: 31250.50}
      2026-11: {forecast: 7}
      2027-01: {original: -0, plan: 1}
  - id: Capex
    kind: capex
    nature: one_off
    class: soft
    baseline: {amount: 0}
    months:
      2026-08: {plan: -1250000}
labels: {x: "y"}
notes: Not a term.
)");
  CHECK(scene.Terms() ==
        "cat4-terms: 1\n"
        "organization: demo\n"
        "measure: DEMO-1\n"
        "title: Bestände „live“ führen\n"
        "description: sha256:50e94c3505118e5041d50c2bfc214aa92499ce1e46db7ea2e68c631d720d846a\n"
        "sponsor: o.owner\n"
        "controller: c.controller\n"
        "legal_entity: CH\n"
        "steering_committee: board\n"
        "milestone: Zeta - Capitals sort first\n"
        "milestone: contract 2026-03-31 Signed\n"
        "milestone: cutover 2026-09-30 Umstellung Köln\n"
        "effect: Capex capex one_off soft JPY -\n"
        "baseline: Capex 0 - - -\n"
        "plan: Capex 2026-08 -1250000\n"
        "effect: ebitda ebitda recurring hard EUR 6400\n"
        "baseline: ebitda 480000.00 2025-01 2025-12 Cost centre 4711, actuals FY25\n"
        "run_rate: ebitda 480000.50\n"
        "plan: ebitda 2026-10 -40000.00\n"
        "original: ebitda 2026-12 45000.10\n"
        "plan: ebitda 2026-12 0.00\n"
        "original: ebitda 2027-01 0.00\n"
        "plan: ebitda 2027-01 1.00\n"
        "effect: heads fte recurring avoidance - -\n"
        "baseline: heads 12.00 - - Payroll\n"
        "plan: heads 2026-12 -1.50\n");
  CHECK(DigestOf(scene.Terms()) == "sha256:46d9f339e5f3809fa2f437d5e9d85e2a86e7915122fb72824fdb6041477914d5");
}

TEST_CASE("terms: the currency of an effect follows from the legal entity, else from the organization") {
  const auto effect_line = [](std::string_view entity) {
    const Scene scene(
        fmt::format("--- DEMO-1.yaml\n"
                    "id: DEMO-1\n"
                    "title: Live stock feed\n"
                    "legal_entity: {}\n"
                    "stage: defined\n"
                    "state: active\n"
                    "effects:\n"
                    "  - {{id: e, kind: ebitda, nature: one_off}}\n",
                    entity));
    const std::string terms = scene.Terms();
    return terms.substr(terms.find("effect:"));
  };
  CHECK(effect_line("DE") == "effect: e ebitda one_off hard EUR -\n");
  CHECK(effect_line("CH") == "effect: e ebitda one_off hard CHF -\n");
}

TEST_CASE("terms: are unknown where one may come from what can't be read") {
  const auto known = [](std::string_view more) {
    const auto loaded =
        LoadPortfolio(*InMemorySource(ExampleTree(fmt::format("{}--- DEMO-1.yaml\n"
                                                              "id: DEMO-1\n"
                                                              "title: Live stock feed\n"
                                                              "stage: defined\n"
                                                              "state: active\n",
                                                              more))));
    REQUIRE(loaded.portfolio->measures.size() == 1);
    return TermsAreKnown(*loaded.portfolio, loaded.portfolio->measures.front());
  };
  CHECK(known(""));
  CHECK_FALSE(known("--- organization.yaml\nformat: 1\n"));
  CHECK_FALSE(known("--- portfolios/demo/plants/program.yaml\nid: plants\nnam: Plants\n"));
  CHECK(known("--- policy.yaml\nversion: none\n"));
}

}  // namespace cat4
