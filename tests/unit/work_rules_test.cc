// The rules about dependencies, milestones, status and evidence, at their boundaries.
#include <catch2/catch.hpp>

#include "cat4/crypto/evidence.h"

#include "unit/rule_lines.h"

namespace cat4 {
namespace {

// A measure that waits for others to be identified.
std::string Waiting(std::string_view id, std::initializer_list<std::string_view> others) {
  std::string rest = "depends_on:\n";
  for (const std::string_view other : others)
    rest += fmt::format("  - {{measure: {}, stage: identified}}\n", other);
  return MeasureFile(id, rest);
}

std::string Milestones(std::string_view milestones) { return fmt::format("milestones:\n{}", milestones); }

}  // namespace

TEST_CASE("dependency-cycle: of one, two and three measures") {
  CHECK(RuleLines(Waiting("DEMO-1", {"DEMO-1"})) ==
        "DEMO-1.yaml:8:15: error: dependencies run in a circle: DEMO-1 -> DEMO-1 [dependency-cycle]\n");
  CHECK(RuleLines(Waiting("DEMO-2", {"DEMO-1"}) + Waiting("DEMO-1", {"DEMO-2"})) ==
        "DEMO-1.yaml:8:15: error: dependencies run in a circle: DEMO-1 -> DEMO-2 -> DEMO-1 "
        "[dependency-cycle]\n");
  CHECK(RuleLines(Waiting("DEMO-1", {"DEMO-3"}) + Waiting("DEMO-2", {"DEMO-1"}) +
                  Waiting("DEMO-3", {"DEMO-2"})) ==
        "DEMO-1.yaml:8:15: error: dependencies run in a circle: DEMO-1 -> DEMO-3 -> DEMO-2 -> DEMO-1 "
        "[dependency-cycle]\n");
  CHECK(RuleLines(Waiting("DEMO-1", {"DEMO-2"}) + Waiting("DEMO-2", {"DEMO-3"}) + MeasureFile("DEMO-3", ""))
            .empty());
}

TEST_CASE("dependency-cycle: two that are apart, reached from outside") {
  CHECK(
      RuleLines(Waiting("DEMO-0", {"DEMO-1", "DEMO-3"}) + Waiting("DEMO-1", {"DEMO-2"}) +
                Waiting("DEMO-2", {"DEMO-1", "DEMO-3"}) + Waiting("DEMO-3", {"DEMO-4"}) +
                Waiting("DEMO-4", {"DEMO-3"})) ==
      "DEMO-1.yaml:8:15: error: dependencies run in a circle: DEMO-1 -> DEMO-2 -> DEMO-1 [dependency-cycle]\n"
      "DEMO-3.yaml:8:15: error: dependencies run in a circle: DEMO-3 -> DEMO-4 -> DEMO-3 "
      "[dependency-cycle]\n");
}

TEST_CASE("dependency-cycle: those that share measures are one finding, the entry is that of the circle") {
  CHECK(RuleLines(Waiting("DEMO-1", {"DEMO-2", "DEMO-3"}) + Waiting("DEMO-2", {"DEMO-4"}) +
                  Waiting("DEMO-3", {"DEMO-1"}) + Waiting("DEMO-4", {"DEMO-1", "DEMO-4"})) ==
        "DEMO-1.yaml:9:15: error: dependencies run in a circle: DEMO-1 -> DEMO-3 -> DEMO-1; 4 measures in "
        "all wait for "
        "each other [dependency-cycle]\n"
        "DEMO-4.yaml:9:15: error: dependencies run in a circle: DEMO-4 -> DEMO-4 [dependency-cycle]\n");
}

TEST_CASE("dependency-cycle: whatever the stage and state, what does not exist is passed over") {
  CHECK(RuleLines(MeasureFile("DEMO-1", "depends_on: [{measure: DEMO-2, stage: closed}]\n", "closed") +
                  MeasureFile("DEMO-2", "depends_on: [{measure: DEMO-1, stage: closed}]\n", "defined",
                              "cancelled")) ==
        "DEMO-1.yaml:7:24: error: dependencies run in a circle: DEMO-1 -> DEMO-2 -> DEMO-1 "
        "[dependency-cycle]\n");
  CHECK(RuleLines(Waiting("DEMO-1", {"ZULU-77"})) ==
        "DEMO-1.yaml:8:15: error: there is no measure 'ZULU-77' "
        "[unresolved-reference]\n");
}

TEST_CASE("dependency-cycle: 50,000 measures in a ring") {
  constexpr int kCount = 50'000;
  std::map<std::string, std::string> files = ExampleTree("");
  for (int i = 0; i < kCount; ++i) {
    files[fmt::format("portfolios/demo/plants/stock/feed/DEMO-{:05}.yaml", i)] = fmt::format(
        "id: DEMO-{:05}\ntitle: Feed\nowner: o.owner\ncontroller: c.controller\nstage: defined\nstate: "
        "active\n"
        "depends_on:\n  - {{measure: DEMO-{:05}, stage: identified}}\n",
        i, (i + 1) % kCount);
  }
  const Checked ring = CheckTree(*InMemorySource(std::move(files)), ExampleDate());
  REQUIRE(ring.findings.size() == 1);
  CHECK(ring.findings[0].message ==
        "dependencies run in a circle: DEMO-00000 -> DEMO-00001 -> DEMO-00002 -> DEMO-00003 -> DEMO-00004 -> "
        "DEMO-00005 "
        "-> DEMO-00006 -> DEMO-00007 -> DEMO-00008 -> 49991 more -> DEMO-00000");
}

namespace {

std::string WaitingUntil(std::string_view by, std::string_view stage = "defined",
                         std::string_view state = "active") {
  return MeasureFile("DEMO-1",
                     fmt::format("depends_on:\n  - {{measure: DEMO-2, stage: detailed, by: {}}}\n", by),
                     stage, state);
}

}  // namespace

TEST_CASE("dependency-late: from the day after 'by' until the stage is reached") {
  CHECK(RuleLines(WaitingUntil("2026-10-31") + MeasureFile("DEMO-2", "")).empty());
  const std::string late =
      "DEMO-1.yaml:8:44: warning: 'DEMO-2' was to reach 'detailed' by 2026-10-30; it is still 'identified' "
      "[dependency-late]\n";
  const std::string other = MeasureFile("DEMO-2", "", "identified");
  CHECK(RuleLines(WaitingUntil("2026-10-30") + other) == late);
  CHECK(RuleLines(WaitingUntil("2026-10-30", "decided", "on_hold") + other) == late);
  CHECK(RuleLines(WaitingUntil("2026-10-30", "defined", "cancelled") + other).empty());
  CHECK(RuleLines(WaitingUntil("2026-10-30", "closed") + other).empty());
  CHECK(RuleLines(WaitingUntil("2026-10-30") + MeasureFile("DEMO-2", "", "detailed")).empty());
  CHECK(RuleLines(WaitingUntil("2026-10-30") + MeasureFile("DEMO-2", "", "decided", "on_hold")).empty());
}

TEST_CASE("dependency-late: by the other measure's own plan for that gate") {
  const auto planned = [](std::string_view gates) {
    return MeasureFile("DEMO-2", fmt::format("gates: {}\n", gates));
  };
  CHECK(RuleLines(WaitingUntil("2026-12-31") + planned("{detailed: 2026-12-31}")).empty());
  CHECK(RuleLines(WaitingUntil("2026-12-31") + planned("{identified: 2027-06-30, decided: 2027-06-30}"))
            .empty());
  CHECK(RuleLines(WaitingUntil("2026-12-31") + planned("{detailed: 2027-01-01}")) ==
        "DEMO-1.yaml:8:44: warning: 'DEMO-2' plans 'detailed' for 2027-01-01, 1 day after it is needed here "
        "[dependency-late]\n");
  CHECK(RuleLines(WaitingUntil("2026-10-01") + planned("{detailed: 2027-01-01}")) ==
        "DEMO-1.yaml:8:44: warning: 'DEMO-2' was to reach 'detailed' by 2026-10-01; it is still 'defined' "
        "[dependency-late]\n");
}

TEST_CASE("dependency-late: nothing without 'by', and nothing about what does not exist") {
  CHECK(RuleLines(Waiting("DEMO-1", {"DEMO-2"}) + MeasureFile("DEMO-2", "gates: {identified: 2030-01-01}\n"))
            .empty());
  CHECK(RuleLines(WaitingUntil("2026-10-01")).find("dependency-late") == std::string::npos);
}

TEST_CASE("dependency-cancelled: instead of being late, while somebody waits") {
  const std::string cancelled = MeasureFile("DEMO-2", "", "detailed", "cancelled");
  const std::string line =
      "DEMO-1.yaml:8:15: warning: 'DEMO-1' depends on 'DEMO-2', which is cancelled [dependency-cancelled]\n";
  CHECK(RuleLines(WaitingUntil("2026-10-01") + cancelled) == line);
  CHECK(RuleLines(WaitingUntil("2026-10-01") + MeasureFile("DEMO-2", "", "defined", "cancelled")) == line);
  CHECK(RuleLines(WaitingUntil("2026-10-01", "defined", "on_hold") + cancelled) == line);
  CHECK(RuleLines(WaitingUntil("2026-10-01", "defined", "cancelled") + cancelled).empty());
  CHECK(RuleLines(WaitingUntil("2026-10-01", "closed") + cancelled).empty());
  CHECK(RuleLines(WaitingUntil("2026-12-01") + MeasureFile("DEMO-2", "", "detailed", "on_hold")).empty());
}

TEST_CASE("milestone-without-date: key milestones of active measures before the last stage") {
  const std::string milestones = Milestones(
      "  - {id: a, title: A}\n"
      "  - {id: b, title: B, key: false}\n"
      "  - {id: c, title: C, key: true, forecast: 2026-12-01}\n"
      "  - {id: d, title: D, due: 2026-12-01}\n");
  CHECK(RuleLines(MeasureFile("DEMO-1", milestones, "implemented")) ==
        "DEMO-1.yaml:8:10: warning: key milestone 'a' has no due date; it can never be late "
        "[milestone-without-date]\n"
        "DEMO-1.yaml:10:10: warning: key milestone 'c' has no due date; it can never be late "
        "[milestone-without-date]\n");
  CHECK(RuleLines(MeasureFile("DEMO-1", milestones, "closed")).empty());
  CHECK(RuleLines(MeasureFile("DEMO-1", milestones, "detailed", "on_hold")).empty());
  CHECK(RuleLines(MeasureFile("DEMO-1", milestones, "detailed", "cancelled")).empty());
}

namespace {

// On schedule; 1000 planned for a month that is over and for one that is ahead.
std::string OnSchedule(std::string_view actual, std::string_view forecast, std::string_view status = "") {
  return Milestones("  - {id: a, title: A, due: 2026-11-30}\n") + std::string(status) +
         Ebitda(fmt::format("      2026-09: {{plan: 1000, actual: {}}}\n"
                            "      2026-11: {{plan: 1000, forecast: {}}}\n",
                            actual, forecast));
}

}  // namespace

TEST_CASE("green-trap: by the outlook") {
  CHECK(RuleLines(MeasureFile("DEMO-1", OnSchedule("900", "900"))).empty());
  CHECK(RuleLines(MeasureFile("DEMO-1", OnSchedule("899.99", "900"))) ==
        "DEMO-1.yaml:1:5: warning: implementation is green, but the potential is amber: the outlook is just "
        "under 90.0 % "
        "of the plan; wanted at least 90 % [green-trap]\n");
  CHECK(RuleLines(MeasureFile("DEMO-1", OnSchedule("1000", "399"))) ==
        "DEMO-1.yaml:1:5: warning: implementation is green, but the potential is red: the outlook is 70.0 % "
        "of the plan; "
        "wanted at least 90 % [green-trap]\n");
  CHECK(RuleLines(MeasureFile("DEMO-1", OnSchedule("-1000", "500"))) ==
        "DEMO-1.yaml:1:5: warning: implementation is green, but the potential is red: the outlook is -25.0 % "
        "of the "
        "plan; wanted at least 90 % [green-trap]\n");
}

TEST_CASE("green-trap: by what is achieved to date") {
  CHECK(RuleLines(MeasureFile("DEMO-1", OnSchedule("500", "1500"))) ==
        "DEMO-1.yaml:1:5: warning: implementation is green, but the potential is amber: 50.0 % of the plan "
        "is achieved "
        "to date, with an outlook of 100.0 %; wanted at least 90 % [green-trap]\n");
  CHECK(RuleLines(MeasureFile("DEMO-1", OnSchedule("900", "1000"))).empty());
}

TEST_CASE("green-trap: not with a call of amber, on hold, cancelled, in the last stage, without milestones") {
  const std::string status = "status: {implementation: amber}\n";
  CHECK(RuleLines(MeasureFile("DEMO-1", OnSchedule("500", "500", status))).empty());
  CHECK(RuleLines(MeasureFile("DEMO-1", OnSchedule("500", "500"), "defined", "on_hold")).empty());
  CHECK(RuleLines(MeasureFile("DEMO-1", OnSchedule("500", "500"), "defined", "cancelled")).empty());
  CHECK(RuleLines("--- policy.yaml\nseverity: {unconfirmed-ebitda: off}\n" +
                  MeasureFile("DEMO-1", OnSchedule("500", "500"), "closed"))
            .empty());
  CHECK(RuleLines(MeasureFile("DEMO-1", Ebitda("      2026-09: {plan: 1000, actual: 500}\n"))).empty());
  // The owner's green call gives the light where there are no dates.
  CHECK(RuleLines(MeasureFile("DEMO-1", "status: {implementation: green}\n" +
                                            Ebitda("      2026-09: {plan: 1000, actual: 500}\n"))) ==
        "DEMO-1.yaml:1:5: warning: implementation is green, but the potential is red: the outlook is 50.0 % "
        "of the plan; "
        "wanted at least 90 % [green-trap]\n");
}

TEST_CASE("green-trap: next to nothing planned and far exceeded is not shown as a shortfall") {
  const std::string months =
      "      2026-08: {plan: 0.01, actual: 0}\n"
      "      2026-11: {plan: 0.01, forecast: 90000000}\n";
  CHECK(
      RuleLines(
          MeasureFile("DEMO-1", Milestones("  - {id: a, title: A, due: 2026-11-30}\n") + Ebitda(months)))
          .starts_with(
              "DEMO-1.yaml:1:5: warning: implementation is green, but the potential is amber: 0.0 "
              "% of the plan "
              "is achieved to date, with an outlook of 214748364.7 %; wanted at least 90 % [green-trap]\n"));
}

TEST_CASE("optimistic-status: at the thresholds of the computed light") {
  const auto tree = [](std::string_view due, std::string_view call) {
    return MeasureFile("DEMO-1", fmt::format("milestones:\n  - {{id: a, title: A, due: {}}}\n"
                                             "status: {{implementation: {}}}\n",
                                             due, call));
  };
  CHECK(RuleLines(tree("2026-10-28", "green")).empty());  // 3 days late
  CHECK(RuleLines(tree("2026-10-27", "green")) ==
        "DEMO-1.yaml:9:26: warning: the owner calls it green, the milestones say amber: 'a' is 4 days late "
        "[optimistic-status]\n");
  CHECK(RuleLines(tree("2026-10-27", "amber")).empty());
  CHECK(RuleLines(tree("2026-10-24", "amber")).empty());  // 7 days
  CHECK(RuleLines(tree("2026-10-23", "amber")) ==
        "DEMO-1.yaml:9:26: warning: the owner calls it amber, the milestones say red: 'a' is 8 days late "
        "[optimistic-status]\n");
  CHECK(RuleLines(tree("2026-10-23", "red")).empty());
  CHECK(RuleLines(tree("2026-12-31", "red")).empty());
}

TEST_CASE(
    "optimistic-status: the latest key milestone is named, forecasts count, done and working ones do not") {
  const std::string milestones =
      "milestones:\n"
      "  - {id: a, title: A, due: 2026-10-26}\n"
      "  - {id: b, title: B, due: 2026-12-01, forecast: 2026-12-21}\n"
      "  - {id: c, title: C, due: 2026-01-01, done: 2026-10-01}\n"
      "  - {id: d, title: D, due: 2026-01-01, key: false}\n"
      "status: {implementation: green}\n";
  const std::string line =
      "DEMO-1.yaml:12:26: warning: the owner calls it green, the milestones say red: 'b' is 20 days late "
      "[optimistic-status]\n";
  CHECK(RuleLines(MeasureFile("DEMO-1", milestones)) == line);
  CHECK(RuleLines(MeasureFile("DEMO-1", milestones, "defined", "on_hold")).empty());
  CHECK(RuleLines(MeasureFile("DEMO-1", milestones, "defined", "cancelled")).empty());
  CHECK(RuleLines("--- rates.yaml\nplan: 1\n" + MeasureFile("DEMO-1", milestones)).find(line) !=
        std::string::npos);
}

namespace {

std::string Slipping(std::string_view forecast, std::string_view first_month, std::string_view more = "") {
  return Milestones(fmt::format("  - {{id: a, title: A, due: 2026-11-30, forecast: {}}}\n", forecast)) +
         Ebitda(fmt::format("      2026-11: {{plan: 0}}\n      2026-12: {{{}}}\n", first_month)) +
         std::string(more);
}
constexpr std::string_view kSlipLine =
    "DEMO-1.yaml:8:50: warning: 'a' is forecast for 2027-01-01, but effect 'ebitda' is still expected to "
    "begin in "
    "2026-12 as planned [silent-slip]\n";

}  // namespace

TEST_CASE("silent-slip: a forecast behind the first plan month, which is as planned") {
  CHECK(RuleLines(MeasureFile("DEMO-1", Slipping("2026-12-31", "plan: 10"))).empty());
  CHECK(RuleLines(MeasureFile("DEMO-1", Slipping("2027-01-01", "plan: 10"))) == kSlipLine);
  CHECK(RuleLines(MeasureFile("DEMO-1", Slipping("2027-01-01", "plan: 10, forecast: 10.00"))) == kSlipLine);
  CHECK(RuleLines(MeasureFile("DEMO-1", Slipping("2027-01-01", "plan: 10, forecast: 9.99"))).empty());
  CHECK(RuleLines(MeasureFile("DEMO-1", Slipping("2027-01-01", "plan: 10"), "detailed", "on_hold")).empty());
  CHECK(
      RuleLines(MeasureFile("DEMO-1", Slipping("2027-01-01", "plan: 10"), "detailed", "cancelled")).empty());
}

TEST_CASE("silent-slip: an actual or a confirmation speaks for itself") {
  CHECK(RuleLines(MeasureFile("DEMO-1", Slipping("2027-01-01", "plan: 10, actual: 10")), "2026-12-15")
            .find("silent-slip") == std::string::npos);
  const std::string confirmed =
      "decisions:\n" + Confirm({.amounts = "      2026-12: 10\n", .on = "2026-12-15"});
  CHECK(RuleLines(MeasureFile("DEMO-1", Slipping("2027-01-01", "plan: 10", confirmed)), "2026-12-15")
            .find("silent-slip") == std::string::npos);
}

TEST_CASE("silent-slip: only milestones that slip, carry the light and are open") {
  const std::string effect = Ebitda("      2026-12: {plan: 10}\n");
  const std::string milestones = Milestones(
      "  - {id: a, title: A, due: 2027-02-01, forecast: 2027-02-01}\n"
      "  - {id: b, title: B, forecast: 2027-02-01, key: false, due: 2026-11-30}\n"
      "  - {id: c, title: C, due: 2026-09-30, forecast: 2027-02-01, done: 2026-10-01}\n"
      "  - {id: d, title: D, due: 2027-02-01}\n");
  CHECK(RuleLines(MeasureFile("DEMO-1", milestones + effect)).empty());
  // Soft effects and other kinds do not lead.
  const std::string soft =
      "effects:\n  - id: a\n    kind: ebitda\n    class: soft\n    nature: recurring\n    months: {2026-12: "
      "{plan: 1}}\n"
      "  - id: b\n    kind: cash\n    nature: recurring\n    months: {2026-12: {plan: 1}}\n";
  const std::string slipping = Milestones("  - {id: a, title: A, due: 2026-11-30, forecast: 2027-01-01}\n");
  CHECK(RuleLines(MeasureFile("DEMO-1", slipping + soft)).empty());
  CHECK(RuleLines(MeasureFile("DEMO-1", slipping)).empty());
}

namespace {

constexpr std::string_view kNote = "The board agrees.\n";

// A rejection, which needs nothing else to stand, and what it cites.
std::string Citing(std::string_view file, std::string_view sha256) {
  return MeasureFile("DEMO-1",
                     fmt::format("decisions:\n"
                                 "  - decision: reject\n    role: sponsor\n    by: s.sponsor\n"
                                 "    on: 2026-10-12\n    policy: 1\n    after: none\n    terms: none\n"
                                 "    reason: Later\n    evidence:\n"
                                 "      - {{file: {}, sha256: {}}}\n    signature: AAAA\n",
                                 file, sha256));
}
std::string EvidenceFileText(std::string_view path) { return fmt::format("--- {}\n{}", path, kNote); }

}  // namespace

TEST_CASE("missing-evidence: only files below evidence/ count") {
  const std::string sha256 = Sha256Hex(kNote);
  CHECK(RuleLines(EvidenceFileText("evidence/a/note.txt") + Citing("evidence/a/note.txt", sha256)).empty());
  CHECK(RuleLines(Citing("evidence/a/note.txt", sha256)) ==
        "DEMO-1.yaml:17:16: error: there is no evidence file 'evidence/a/note.txt' [missing-evidence]\n");
  CHECK(RuleLines(EvidenceFileText("docs/note.txt") + Citing("docs/note.txt", sha256)) ==
        "DEMO-1.yaml:17:16: error: there is no evidence file 'docs/note.txt' [missing-evidence]\n");
  CHECK(RuleLines(EvidenceFileText("evidence/a/note.txt") + Citing("evidence/./a/note.txt", sha256)) ==
        "DEMO-1.yaml:17:16: error: there is no evidence file 'evidence/./a/note.txt' [missing-evidence]\n");
}

TEST_CASE("evidence-changed: both digests are named") {
  const std::string line = fmt::format(
      "DEMO-1.yaml:17:45: error: 'evidence/a/note.txt' has sha256 {}; the decision cites aaaaaaaaaaaa "
      "[evidence-changed]\n",
      Sha256Hex(kNote).substr(0, 12));
  CHECK(RuleLines(EvidenceFileText("evidence/a/note.txt") +
                  Citing("evidence/a/note.txt", std::string(64, 'a'))) == line);
}

TEST_CASE("evidence: open approvals cite as well") {
  const std::string approval = fmt::format(
      "--- portfolios/demo/plants/stock/feed/DEMO-1.approvals/0123456789abcdef.yaml\n"
      "decision: approve\ngate: identified\nrole: sponsor\nby: s.sponsor\non: 2026-10-12\npolicy: 1\nafter: "
      "none\n"
      "terms: none\nevidence:\n  - {{file: evidence/a.txt, sha256: {0}}}\n  - {{file: evidence/b.txt, "
      "sha256: {0}}}\n"
      "signature: AAAA\n",
      std::string(64, 'a'));
  CHECK(
      RuleLines(EvidenceFileText("evidence/b.txt") + MeasureFile("DEMO-1", "") + approval) ==
      fmt::format(
          "DEMO-1.approvals/0123456789abcdef.yaml:10:12: error: there is no evidence file 'evidence/a.txt' "
          "[missing-evidence]\n"
          "DEMO-1.approvals/0123456789abcdef.yaml:11:36: error: 'evidence/b.txt' has sha256 {}; the decision "
          "cites aaaaaaaaaaaa [evidence-changed]\n",
          Sha256Hex(kNote).substr(0, 12)));
}

TEST_CASE("work rules: which are skipped without a policy or rates") {
  const auto skipped = [](std::string_view tree) {
    const std::string all = fmt::format(" {} ", SkippedRules(tree));
    std::string found;
    for (const std::string_view slug :
         {"dependency-cycle", "dependency-late", "dependency-cancelled", "milestone-without-date",
          "green-trap", "optimistic-status", "silent-slip", "missing-evidence", "evidence-changed"}) {
      if (all.find(fmt::format(" {} ", slug)) != std::string::npos) found += fmt::format("{} ", slug);
    }
    return found;
  };
  CHECK(skipped("").empty());
  CHECK(skipped(kBrokenPolicy) ==
        "dependency-late dependency-cancelled milestone-without-date green-trap optimistic-status "
        "silent-slip ");
  CHECK(skipped("--- rates.yaml\nplan: 1\n") == "green-trap silent-slip ");
  CHECK(RuleLines(std::string(kBrokenPolicy) + WaitingUntil("2026-01-01") + MeasureFile("DEMO-2", "")) ==
        kBrokenPolicyLine);
}

}  // namespace cat4
