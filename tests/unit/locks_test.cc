// Where the lock was under an older version of the policy, told by what confirmations name.
#include "cat4/governance/locks.h"

#include <catch2/catch.hpp>

#include "unit/recorded.h"
#include "unit/rule_lines.h"

namespace cat4 {
namespace {

// Version 2 locks at `stage`; the decisions of these trees name version 1.
std::string PolicyLockingAt(std::string_view stage) {
  std::string text = "--- policy.yaml\nversion: 2\nstages:\n";
  for (const std::string_view id : {"defined", "identified", "detailed", "decided", "implemented", "closed"})
    text += fmt::format("  - {{id: {}{}}}\n", id, id == stage ? ", locks_terms: true" : "");
  return text;
}

std::string Advance(std::string_view stage, std::string_view terms = "@terms") {
  return fmt::format(
      "  - decision: advance\n    gate: {}\n    role: sponsor\n    by: s.sponsor\n    on: 2026-09-14\n    "
      "policy: 1\n"
      "    after: @after\n    terms: {}\n    signature: AAAA\n",
      stage, terms);
}

// A confirm that names what was the latest transition when it is filled in.
std::string ConfirmNaming(std::string_view after) {
  return fmt::format(
      "  - decision: confirm\n    role: controller\n    by: c.controller\n    on: 2026-10-12\n    policy: 1\n"
      "    after: {}\n    previous: none\n    terms: @terms\n    effect: ebitda\n    currency: EUR\n    "
      "amounts:\n"
      "      2026-09: 10\n    checked: Ledger\n    signature: AAAA\n",
      after);
}

std::string InStage(std::string_view id, std::string_view stage, const std::string& decisions) {
  return MeasureFile(id,
                     "status: {on: 2026-10-28}\n" + Ebitda("      2026-09: {plan: 10, actual: 10}\n") +
                         "decisions:\n" + decisions,
                     stage);
}

// Digest of the statement of the measure's decision `index`, as the filled text has it.
std::string DigestOfDecision(const std::string& text, std::size_t index) {
  const Loaded loaded = LoadPortfolio(*InMemorySource(ExampleTree(text)));
  const Measure& measure = loaded.portfolio->measures.front();
  return DigestOf(StatementText(*loaded.portfolio, measure, measure.decisions[index]));
}

// The stage that locked under version 1.
std::string LockOfOne(const std::string& text) {
  const Loaded loaded = LoadPortfolio(*InMemorySource(ExampleTree(text)));
  const Locks locks(*loaded.portfolio);
  const Policy& policy = locks.PolicyOf(1);
  return std::string(policy.stages[static_cast<std::size_t>(policy.lock_stage())].id->view());
}

// A measure that was decided under version 1 and confirmed: its confirm names the advance to 'decided'.
std::string DecidedAndConfirmed(std::string_view id, const std::string& policy) {
  const std::string history = Advance("identified") + Advance("detailed") + Advance("decided");
  const std::string before = Recorded(policy + InStage(id, "decided", history));
  const std::string decided = DigestOfDecision(before, 2);
  const std::string text = InStage(id, "decided", history + ConfirmNaming(decided));
  return Recorded(policy + text).substr(policy.size());
}

}  // namespace

TEST_CASE("locks: where nothing tells, the lock is where it is now") {
  const std::string policy = PolicyLockingAt("implemented");
  CHECK(LockOfOne(Recorded(policy + InStage("DEMO-1", "decided", Advance("decided")))) == "implemented");
}

TEST_CASE("locks: a confirmation of old tells where the lock was, before or behind today's") {
  for (const std::string_view now : {"implemented", "detailed", "identified"}) {
    INFO(now);
    const std::string policy = PolicyLockingAt(now);
    const std::string tree = policy + DecidedAndConfirmed("DEMO-1", policy);
    CHECK(LockOfOne(tree) == "decided");
    CHECK(RuleLines(tree, "2026-10-31", Judged::kAll).empty());
  }
}

TEST_CASE("locks: one confirmation that names another transition does not outvote two") {
  const std::string policy = PolicyLockingAt("implemented");
  const std::string good = DecidedAndConfirmed("DEMO-1", policy) + DecidedAndConfirmed("DEMO-2", policy);
  const std::string history = Advance("identified");
  const std::string before = Recorded(policy + InStage("DEMO-3", "identified", history));
  const std::string wrong =
      Recorded(policy + InStage("DEMO-3", "identified", history + ConfirmNaming(DigestOfDecision(before, 0))))
          .substr(policy.size());
  CHECK(LockOfOne(policy + wrong) == "identified");
  CHECK(LockOfOne(policy + good + wrong) == "decided");
}

TEST_CASE("locks: an amend tells nothing, else it would make itself legal") {
  const std::string policy = PolicyLockingAt("implemented");
  const std::string amend =
      "  - decision: amend\n    role: sponsor\n    by: s.sponsor\n    on: 2026-10-12\n    policy: 1\n"
      "    after: @after\n    terms: @terms\n    reason: Later\n    signature: AAAA\n";
  CHECK(LockOfOne(Recorded(policy + InStage("DEMO-1", "identified", Advance("identified") + amend))) ==
        "implemented");
}

}  // namespace cat4
