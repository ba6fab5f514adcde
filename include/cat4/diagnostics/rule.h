// The names of the rules. What a rule means stands in its own file in src/rules.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace cat4 {

enum class RuleId : std::uint8_t {
#define CAT4_RULE(id, slug, group, severity, kind) k##id,
#include "cat4/diagnostics/rules.def"
#undef CAT4_RULE
};

enum class Severity : std::uint8_t { kOff, kNote, kWarning, kError };
enum class RuleGroup : std::uint8_t { kReading, kRoles, kGates, kMoney, kWork, kStatus, kEvidence, kHistory };
enum class RuleKind : std::uint8_t { kFixed, kPolicy };

struct RuleInfo {
  RuleId id;
  std::string_view slug;
  RuleGroup group;
  Severity severity;
  RuleKind kind;
};

std::span<const RuleInfo> AllRules();
const RuleInfo& GetRule(RuleId id);
const RuleInfo* FindRule(std::string_view slug);  // null if there is none
std::span<const std::string_view> RuleSlugs();

std::string_view Name(Severity severity);  // "error", "warning", "note", "off"
std::string_view Name(RuleGroup group);    // "reading", "roles" …
std::optional<Severity> ParseSeverity(std::string_view word);

}  // namespace cat4
