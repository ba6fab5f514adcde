// How long a measure stood in which stage.
#include "report/stage_stays.h"

#include <catch2/catch.hpp>

#include "cat4/rules/rule_text.h"

namespace cat4 {
namespace {

struct Move {
  std::string_view decision, gate, on;  // gate empty: it names none
};

// "defined ? went on; identified 2026-01-10 for 31: went on; …"
std::string Stays(std::string_view stage, std::string_view state, const std::vector<Move>& moves) {
  const std::string digest(64, 'a');
  std::string decisions;
  for (const Move& move : moves) {
    decisions += fmt::format("  - decision: {}\n", move.decision);
    if (!move.gate.empty()) decisions += fmt::format("    gate: {}\n", move.gate);
    if (move.decision == "hold") decisions += "    until: 2026-12-31\n";
    decisions += fmt::format(
        "    role: sponsor\n    by: s.sponsor\n    on: {}\n    policy: 1\n    after: none\n"
        "    terms: sha256:{}\n    reason: So\n    signature: AAAA\n",
        move.on, digest);
  }
  const std::string example = fmt::format(
      "--- DEMO-1.yaml\nid: DEMO-1\ntitle: A measure\nowner: o.owner\ncontroller: c.controller\nstage: {}\n"
      "state: {}\n{}{}",
      stage, state, decisions.empty() ? "" : "decisions:\n", decisions);
  Loaded loaded = LoadPortfolio(*InMemorySource(ExampleTree(example)));
  for (const Finding& finding : loaded.findings.all()) FAIL(finding.message);
  const Measure& measure = loaded.portfolio->measures.front();
  const Policy& policy = loaded.portfolio->policy;
  const StageStays all = StaysOf(measure, policy);
  std::string text = all.adopted ? "adopted; " : "";
  constexpr std::string_view kEnds[] = {"went on", "returned", "cancelled", "still there"};
  for (const Stay& stay : all.stays) {
    text += stay.stage < 0 ? "?" : policy.stages[static_cast<std::size_t>(stay.stage)].id->view();
    if (stay.entered) text += " " + FormatDate(*stay.entered->on);
    if (stay.Days()) text += fmt::format(" for {}", *stay.Days());
    text += fmt::format(": {}; ", kEnds[static_cast<std::size_t>(stay.end)]);
  }
  const std::optional<Date> since = InStageSince(all, measure);
  return text + (since ? "since " + FormatDate(*since) : "since ?");
}

}  // namespace

TEST_CASE("stays: born in the first stage, which no decision tells") {
  CHECK(Stays("defined", "active", {}) == "defined: still there; since ?");
}

TEST_CASE("stays: advances, a return and the way back") {
  CHECK(Stays("detailed", "active",
              {{"advance", "identified", "2026-01-10"},
               {"advance", "detailed", "2026-02-10"},
               {"return", "identified", "2026-03-01"},
               {"hold", "", "2026-03-05"},
               {"resume", "", "2026-03-08"},
               {"advance", "detailed", "2026-03-11"}}) ==
        "defined: went on; identified 2026-01-10 for 31: went on; detailed 2026-02-10 for 19: returned; "
        "identified 2026-03-01 for 10: went on; detailed 2026-03-11: still there; since 2026-03-11");
}

TEST_CASE("stays: an adopted measure begins where it was adopted, and may be cancelled there") {
  CHECK(Stays("decided", "cancelled", {{"adopt", "decided", "2026-01-10"}, {"cancel", "", "2026-02-10"}}) ==
        "adopted; decided 2026-01-10: cancelled; since 2026-01-10");
}

TEST_CASE("stays: reopened measures are back in the stage before the last") {
  CHECK(Stays("implemented", "active", {{"advance", "closed", "2026-01-10"}, {"reopen", "", "2026-02-10"}}) ==
        "defined: went on; closed 2026-01-10 for 31: returned; implemented 2026-02-10: still there; "
        "since 2026-02-10");
}

TEST_CASE("stays: where decisions and file disagree, the day is not known") {
  CHECK(Stays("detailed", "active", {{"advance", "identified", "2026-01-10"}}) ==
        "defined: went on; identified 2026-01-10: still there; since ?");
}

}  // namespace cat4
