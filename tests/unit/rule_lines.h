// What a whole check says about a small tree, as lines that tests can state.
#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "cat4/check/check_tree.h"
#include "cat4/diagnostics/location.h"
#include "cat4/governance/judge.h"
#include "cat4/rules/rule_text.h"

namespace cat4 {

// Rules that judge decisions, or how long ago something was decided or said.
inline bool IsAboutDecisions(RuleId rule) {
  constexpr RuleId kOthers[] = {RuleId::kStalledMeasure, RuleId::kGateOverdue,
                                RuleId::kHoldOverdue,    RuleId::kMissingUpdate,
                                RuleId::kMissingReason,  RuleId::kConfirmationOverdue};
  return std::ranges::find(GateRules(), rule) != GateRules().end() ||
         std::ranges::find(kOthers, rule) != std::end(kOthers);
}

enum class Judged { kAll, kAllButDecisions };

// "path:line:col: severity: message [rule]" for each finding, in their order; the measures' directory is left
// out. Tests of other rules state stages without the decisions that lead to them: what is said about those is
// left out, unless `judged` says otherwise.
inline std::string RuleLines(std::string_view example, std::string_view as_of = "2026-10-31",
                             Judged judged = Judged::kAllButDecisions) {
  constexpr std::string_view kPackage = "portfolios/demo/plants/stock/feed/";
  const auto source = InMemorySource(ExampleTree(example));
  const Checked checked = CheckTree(*source, *ParseDate(as_of));
  Locator locator(*source, checked.portfolio->files);
  std::string lines;
  for (const Finding& finding : checked.findings) {
    if (judged == Judged::kAllButDecisions && IsAboutDecisions(finding.rule)) continue;
    std::string_view path = checked.portfolio->files.path(finding.span.file());
    if (path.starts_with(kPackage)) path.remove_prefix(kPackage.size());
    const Location at = locator.Locate(finding.span);
    lines += fmt::format("{}:{}:{}: {}: {} [{}]\n", path, at.line, at.column, Name(finding.severity),
                         finding.message, GetRule(finding.rule).slug);
  }
  return lines;
}

// The rules that were not run, parted by spaces.
inline std::string SkippedRules(std::string_view example) {
  const auto source = InMemorySource(ExampleTree(example));
  std::string slugs;
  for (const RuleId rule : CheckTree(*source, ExampleDate()).skipped) {
    slugs += fmt::format("{}{}", slugs.empty() ? "" : " ", GetRule(rule).slug);
  }
  return slugs;
}

// A measure's file: 6 lines that every measure has, then `rest` from line 7 on.
inline std::string MeasureFile(std::string_view id, std::string_view rest, std::string_view stage = "defined",
                               std::string_view state = "active") {
  return fmt::format(
      "--- {}.yaml\n"
      "id: {}\n"
      "title: Live stock feed\n"
      "owner: o.owner\n"
      "controller: c.controller\n"
      "stage: {}\n"
      "state: {}\n"
      "{}",
      id, id, stage, state, rest);
}

// An effect 'ebitda' of 5 lines and one for each month; `extra` are further lines before the months.
inline std::string Ebitda(std::string_view months, std::string_view extra = "") {
  return fmt::format(
      "effects:\n"
      "  - id: ebitda\n"
      "    kind: ebitda\n"
      "    nature: recurring\n"
      "{}"
      "    months:\n"
      "{}",
      extra, months);
}

struct ConfirmText {
  std::string_view amounts;  // lines at six spaces
  std::string_view on = "2026-10-12";
  std::string_view currency = "EUR";
  std::string_view extra = "";  // lines at four spaces
  std::string_view effect = "ebitda";
};
// An entry of `decisions`: 11 lines, then the amounts.
inline std::string Confirm(const ConfirmText& text) {
  return fmt::format(
      "  - decision: confirm\n"
      "    role: controller\n"
      "    by: c.controller\n"
      "    on: {}\n"
      "    policy: 1\n"
      "    after: none\n"
      "    previous: none\n"
      "    terms: sha256:1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c\n"
      "    effect: {}\n"
      "    currency: {}\n"
      "    amounts:\n"
      "{}"
      "    checked: Ledger\n"
      "{}"
      "    signature: AAAA\n",
      text.on, text.effect, text.currency, text.amounts, text.extra);
}

// Not a policy at all.
inline constexpr std::string_view kBrokenPolicy = "--- policy.yaml\nversion: none\n";
inline constexpr std::string_view kBrokenPolicyLine =
    "policy.yaml:1:10: error: 'version' is 'none'; wanted a whole number from 1 to 1000000 [invalid-value]\n";

}  // namespace cat4
