// Measures with decisions, in few words, for tests of the gate rules.
#pragma once

#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "unit/recorded.h"
#include "unit/rule_lines.h"

namespace cat4 {

// An entry of `decisions`; `gate` and `extra` (lines at four spaces) only where given. The policy of the
// small organization has version 2: what names version 1 is history.
struct EntryText {
  std::string_view decision = "approve";
  std::string_view gate = "";
  std::string_view role = "sponsor";
  std::string_view by = "s.sponsor";
  std::string_view extra = "";
  int policy = 2;
  std::string_view on = "2026-09-14";
  std::string_view after = "@after";
  std::string_view terms = "@terms";
};

inline std::string Entry(const EntryText& entry) {
  return fmt::format(
      "  - decision: {}\n"
      "{}"
      "    role: {}\n"
      "    by: {}\n"
      "    on: {}\n"
      "    policy: {}\n"
      "    after: {}\n"
      "    terms: {}\n"
      "{}"
      "    signature: AAAA\n",
      entry.decision, entry.gate.empty() ? "" : fmt::format("    gate: {}\n", entry.gate), entry.role,
      entry.by, entry.on, entry.policy, entry.after, entry.terms, entry.extra);
}

inline std::string Approve(std::string_view gate, std::string_view role, std::string_view by,
                           std::string_view extra = "") {
  return Entry({.decision = "approve", .gate = gate, .role = role, .by = by, .extra = extra});
}
inline std::string Advance(std::string_view gate, std::string_view extra = "") {
  return Entry({.decision = "advance", .gate = gate, .extra = extra});
}
// An advance that today's policy does not judge: nine lines.
inline std::string History(std::string_view gate) {
  return Entry({.decision = "advance", .gate = gate, .policy = 1});
}

// A confirm of the effect 'ebitda' by the measure's controller; `amounts` are lines at six spaces.
inline std::string ConfirmEntry(std::string_view amounts, std::string_view extra = "",
                                std::string_view previous = "@previous", std::string_view after = "@after") {
  return fmt::format(
      "  - decision: confirm\n"
      "    role: controller\n"
      "    by: c.controller\n"
      "    on: 2026-10-12\n"
      "    policy: 2\n"
      "    after: {}\n"
      "    previous: {}\n"
      "    terms: @terms\n"
      "    effect: ebitda\n"
      "    currency: EUR\n"
      "    amounts:\n"
      "{}"
      "    checked: Ledger\n"
      "{}"
      "    signature: AAAA\n",
      after, previous, amounts, extra);
}

// Six lines, a status in line 7, `body`, then the decisions: without a body their first entry starts in
// line 9.
inline std::string Decided(std::string_view stage, std::string_view decisions, std::string_view body = "",
                           std::string_view state = "active") {
  return MeasureFile("DEMO-1",
                     fmt::format("status: {{comment: On plan, on: 2026-10-28}}\n{}{}{}", body,
                                 decisions.empty() ? "" : "decisions:\n", decisions),
                     stage, state);
}

// What the whole check finds, with the digests of the decisions filled in.
inline std::string GateLines(std::string_view example, std::string_view as_of = "2026-10-31") {
  return RuleLines(Recorded(example), as_of, Judged::kAll);
}

// A measure of which the last decision of the list is an open approval in a file of its own, as it was given:
// recorded while the file said what `example` says.
inline std::string LastInOwnFile(std::string_view example, std::string_view name = "") {
  const std::string text = Recorded(example);
  const Loaded loaded = LoadPortfolio(*InMemorySource(ExampleTree(text)));
  REQUIRE_FALSE(loaded.portfolio->measures.empty());  // else it can't be read
  const Measure& measure = loaded.portfolio->measures.back();
  const std::string digest = DigestOf(StatementText(*loaded.portfolio, measure, measure.decisions.back()));
  const std::size_t begin = text.rfind("  - decision:");
  std::string list = text.substr(0, begin);
  if (list.ends_with("decisions:\n")) list.resize(list.size() - std::string_view("decisions:\n").size());
  std::string entry = "    " + text.substr(begin + 4);
  for (std::size_t line = 0; line < entry.size(); line = entry.find('\n', line) + 1) entry.erase(line, 4);
  return fmt::format("{}--- portfolios/demo/plants/stock/feed/DEMO-1.approvals/{}.yaml\n{}", list,
                     name.empty() ? digest.substr(7, 16) : name, entry);
}

}  // namespace cat4
