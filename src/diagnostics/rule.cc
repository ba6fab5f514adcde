#include "cat4/diagnostics/rule.h"

#include <algorithm>

namespace cat4 {
namespace {

constexpr RuleInfo kRules[] = {
#define CAT4_RULE(id, slug, group, severity, kind) \
  {RuleId::k##id, slug, RuleGroup::k##group, Severity::k##severity, RuleKind::k##kind},
#include "cat4/diagnostics/rules.def"
#undef CAT4_RULE
};

constexpr std::string_view kSlugs[] = {
#define CAT4_RULE(id, slug, group, severity, kind) slug,
#include "cat4/diagnostics/rules.def"
#undef CAT4_RULE
};

constexpr std::string_view kSeverityNames[] = {"off", "note", "warning", "error"};
constexpr std::string_view kGroupNames[] = {"reading", "roles",  "gates",    "money",
                                            "work",    "status", "evidence", "history"};

}  // namespace

std::span<const RuleInfo> AllRules() { return kRules; }
const RuleInfo& GetRule(RuleId id) { return kRules[static_cast<std::size_t>(id)]; }
std::span<const std::string_view> RuleSlugs() { return kSlugs; }

const RuleInfo* FindRule(std::string_view slug) {
  const auto* const rule = std::ranges::find(kRules, slug, &RuleInfo::slug);
  return rule == std::end(kRules) ? nullptr : rule;
}

std::string_view Name(Severity severity) { return kSeverityNames[static_cast<std::size_t>(severity)]; }
std::string_view Name(RuleGroup group) { return kGroupNames[static_cast<std::size_t>(group)]; }

std::optional<Severity> ParseSeverity(std::string_view word) {
  const auto* const name = std::ranges::find(kSeverityNames, word);
  if (name == std::end(kSeverityNames)) return std::nullopt;
  return static_cast<Severity>(name - std::begin(kSeverityNames));
}

}  // namespace cat4
