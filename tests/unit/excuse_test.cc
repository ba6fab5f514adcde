// A reason excuses the confirmed share of the last stage, where the committee agrees to it, and nowhere else.
#include <catch2/catch.hpp>

#include "cat4/base/text.h"

#include "unit/recorded.h"
#include "unit/rule_lines.h"

namespace cat4 {
namespace {

constexpr std::string_view kPolicyText =
    "--- policy.yaml\n"
    "version: 1\n"
    "stages:\n"
    "  - {id: defined}\n"
    "  - {id: decided, approvals: [sponsor], locks_terms: true}\n"
    "  - {id: proven, requires: [ebitda_confirmed], approvals: [sponsor]}\n"
    "  - {id: closed, approvals: [sponsor]}\n";

std::string Advance(std::string_view gate, std::string_view extra) {
  return fmt::format(
      "  - decision: advance\n    gate: {}\n    role: sponsor\n    by: s.sponsor\n    on: 2026-10-12\n"
      "    policy: 1\n    after: @after\n    terms: @terms\n{}    signature: AAAA\n",
      gate, extra);
}

// 10 of 1000 planned are confirmed; then the stage that requires confirmed EBITDA is entered.
std::string Proven(std::string_view extra) {
  return Recorded(fmt::format(
      "{}{}", kPolicyText,
      MeasureFile("DEMO-1",
                  "status: {on: 2026-10-28}\n" + Ebitda("      2026-09: {plan: 1000, actual: 10}\n") +
                      "decisions:\n" + Advance("decided", "") +
                      "  - decision: confirm\n    role: controller\n"
                      "    by: c.controller\n    on: 2026-10-12\n    policy: 1\n"
                      "    after: @after\n    previous: none\n    terms: @terms\n"
                      "    effect: ebitda\n    currency: EUR\n    amounts:\n"
                      "      2026-09: 10\n    checked: Ledger\n    signature: AAAA\n" +
                      Advance("proven", extra),
                  "proven")));
}

}  // namespace

TEST_CASE("excuse: no reason carries a measure into a middle stage that requires confirmed EBITDA") {
  const std::string unmet =
      "DEMO-1.yaml:9:9: error: stage 'proven' requires ebitda_confirmed, which is not met: confirmed is 1.0 "
      "percent of plan; wanted at least 90 [unmet-criterion]\n";
  const auto unmet_lines = [](std::string_view extra) {
    const std::string all = RuleLines(Proven(extra), "2026-10-31", Judged::kAll);
    std::string found;
    for (const std::string_view line : Split(all, '\n')) {
      if (line.ends_with("[unmet-criterion]")) found += fmt::format("{}\n", line);
    }
    return found;
  };
  CHECK(unmet_lines("") == unmet);
  CHECK(unmet_lines("    reason: because\n") == unmet);
}

}  // namespace cat4
