#include "cat4/report/policy_text.h"

#include <algorithm>
#include <vector>

#include <fmt/ranges.h>

namespace cat4 {
namespace {

// One line of the file: what stands before the value, and the value; a heading has none.
struct Line {
  std::string key;
  std::string value;
  std::string_view stage = {};  // of a stage's line: its id
};

template <typename E>
std::string List(const std::vector<Located<E>>& values) {
  std::vector<std::string_view> words;
  for (const Located<E>& value : values) words.push_back(Name(*value));
  return fmt::format("[{}]", fmt::join(words, ", "));
}

// A name as it stands if no reader can take it for anything else, otherwise in single quotes.
std::string Quoted(std::string_view text) {
  const bool plain = std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
           c == '_' || c == '-';
  });
  if (plain && text.front() != '-') return std::string(text);
  std::string quoted;
  for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
  return "'" + quoted + "'";
}

std::string RolesText(const RolesAsked& asked) { return asked.any ? "any" : List(asked.roles); }

std::string StageText(const Stage& stage) {
  std::string text = fmt::format("{{id: {}", stage.id->view());
  if (!stage.entry_criteria.empty()) text += ", requires: " + List(stage.entry_criteria);
  if (!stage.approvals.empty()) text += ", approvals: " + List(stage.approvals);
  if (stage.locks_terms && *stage.locks_terms) text += ", locks_terms: true";
  if (stage.weight) text += fmt::format(", weight: {}", *stage.weight);
  if (stage.stalled_after_days) text += fmt::format(", stalled_after_days: {}", *stage.stalled_after_days);
  return text + "}";
}

void AddDecisions(const DecisionPolicy& decisions, std::vector<Line>& lines) {
  lines.push_back({"decisions:", ""});
  const auto add = [&](std::string_view name, const RolesAsked& asked) {
    lines.push_back({fmt::format("  {}:", name), RolesText(asked)});
  };
  add("reject", decisions.reject);
  add("hold", decisions.hold);
  add("resume", decisions.resume);
  add("cancel", decisions.cancel);
  add("reinstate", decisions.reinstate);
  add("return", decisions.return_);
  add("reopen", decisions.reopen);
  add("amend", decisions.amend);
  add("confirm", decisions.confirm);
  add("adopt", decisions.adopt);
}

std::vector<Line> LinesOf(const Policy& policy) {
  std::vector<Line> lines;
  const auto number = [&](std::string_view key, const Located<int>& value) {
    lines.push_back({fmt::format("{}:", key), std::to_string(*value)});
  };
  number("version", policy.version);
  lines.push_back({"branch:", Quoted(policy.branch->view())});
  lines.push_back({"stages:", ""});
  for (const Stage& stage : policy.stages) lines.push_back({"  -", StageText(stage), stage.id->view()});
  AddDecisions(policy.decisions, lines);
  std::vector<std::string> pairs;
  for (const RolePair& pair : policy.separation_of_duties) {
    pairs.push_back(fmt::format("[{}, {}]", Name(*pair.first), Name(*pair.second)));
  }
  lines.push_back({"separation_of_duties:", fmt::format("[{}]", fmt::join(pairs, ", "))});
  lines.push_back({"leading_effect:", std::string(Name(*policy.leading_effect))});
  lines.push_back({"confirmation:", fmt::format("{{share: {}, months: {}}}", *policy.confirmation.share,
                                                *policy.confirmation.months)});
  lines.push_back({"status:", ""});
  const Policy::Status& status = policy.status;
  number("  actuals_due_days", status.actuals_due_days);
  lines.push_back(
      {"  implementation:", fmt::format("{{amber_days: {}, red_days: {}}}", *status.implementation.amber_days,
                                        *status.implementation.red_days)});
  lines.push_back({"  potential:", fmt::format("{{amber_below: {}, red_below: {}}}",
                                               *status.potential.amber_below, *status.potential.red_below)});
  lines.push_back({"  rollup:", fmt::format("{{red_share: {}, amber_share: {}}}", *status.rollup.red_share,
                                            *status.rollup.amber_share)});
  number("stalled_after_days", policy.stalled_after_days);
  number("update_every_days", policy.update_every_days);
  lines.push_back({"signed_commits:", std::string(Name(*policy.signed_commits))});
  number("registry_approvals", policy.registry_approvals);
  lines.push_back({"severity:", policy.severity.empty() ? "{}" : ""});
  for (const RuleSeverity& severity : policy.severity) {
    lines.push_back(
        {fmt::format("  {}:", GetRule(severity.rule).slug), std::string(Name(severity.severity))});
  }
  return lines;
}

std::string StageIds(const std::vector<Line>& lines) {
  std::vector<std::string_view> ids;
  for (const Line& line : lines) {
    if (!line.stage.empty()) ids.push_back(line.stage);
  }
  return fmt::format("{}", fmt::join(ids, ", "));
}

// A stage that is missing, or stands elsewhere, has no line of its own to say so.
std::string StagesDifference(const std::vector<Line>& own, const std::vector<Line>& standard) {
  return StageIds(own) == StageIds(standard) ? "" : fmt::format("default: {}", StageIds(standard));
}

// What the default has instead of this line; empty if it has the same.
std::string Difference(const Line& line, const std::vector<Line>& own, const std::vector<Line>& standard) {
  if (line.key == "stages:") return StagesDifference(own, standard);
  if (line.value.empty()) return {};
  if (std::ranges::any_of(
          standard, [&](const Line& other) { return other.key == line.key && other.value == line.value; }))
    return {};
  const auto other = line.stage.empty() ? std::ranges::find(standard, line.key, &Line::key)
                                        : std::ranges::find(standard, line.stage, &Line::stage);
  if (!line.stage.empty() && other == standard.end()) return "not in the default";
  if (other != standard.end())
    return other->value.empty() ? std::string() : fmt::format("default: {}", other->value);
  const RuleInfo* rule = FindRule(std::string_view(line.key).substr(2, line.key.size() - 3));
  if (!rule) return "not in the default";
  // A rule may judge by the case (a missing owner by the stage): set here, it has one severity everywhere.
  const bool same = line.value == Name(rule->severity);
  return same ? std::string("default: as the rule says") : fmt::format("default: {}", Name(rule->severity));
}

}  // namespace

std::string PolicyText(const Policy& policy, const Policy& standard) {
  const std::vector<Line> defaults = LinesOf(standard);
  std::string text;
  const std::vector<Line> own = LinesOf(policy);
  for (const Line& line : own) {
    const std::string difference = Difference(line, own, defaults);
    text += fmt::format("{}{}{}{}\n", line.key, line.value.empty() ? "" : " ", line.value,
                        difference.empty() ? "" : fmt::format("  # {}", difference));
  }
  return text;
}

}  // namespace cat4
