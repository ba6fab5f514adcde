#include "cat4/check/added_findings.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace cat4 {
namespace {

// Numbers of files mean nothing in another tree: the measure stands for its files, wherever they lie, and the
// path for other files.
using Key = std::pair<std::string_view, RuleId>;

Key KeyOf(const Checked& checked, const Finding& finding) {
  const std::string& path = checked.portfolio->files.path(finding.span.file());
  const std::string_view id = MeasureOfPath(path);
  return {id.empty() ? std::string_view(path) : id, finding.rule};
}

struct Known {
  std::size_t left = 0;  // not matched yet
  std::set<std::string_view> messages;
};

}  // namespace

std::span<const RuleId> RulesOfSteps() {
  static constexpr RuleId kRules[] = {
      RuleId::kStageMismatch,    RuleId::kTermsChanged,    RuleId::kConfirmationOverlap,
      RuleId::kCurrencyMismatch, RuleId::kEvidenceChanged, RuleId::kMissingEvidence,
      RuleId::kDuplicateId,      RuleId::kMissingReason,
  };
  return kRules;
}

std::vector<Finding> AddedFindings(const Checked& before, const Checked& after,
                                   std::span<const RuleId> exact) {
  std::map<Key, Known> known;
  for (const Finding& finding : before.findings) {
    Known& entry = known[KeyOf(before, finding)];
    ++entry.left;
    entry.messages.insert(finding.message);
  }
  std::vector<const Finding*> others;  // than those before, by their messages
  for (const Finding& finding : after.findings) {
    Known& entry = known[KeyOf(after, finding)];
    if (!entry.messages.contains(finding.message)) {
      others.push_back(&finding);
    } else if (entry.left > 0) {
      --entry.left;
    }
  }
  std::vector<Finding> added;
  for (const Finding* finding : others) {
    std::size_t& left = known[KeyOf(after, *finding)].left;
    if (left > 0 && std::ranges::find(exact, finding->rule) == exact.end()) {
      --left;
    } else {
      added.push_back(*finding);
    }
  }
  return added;
}

}  // namespace cat4
