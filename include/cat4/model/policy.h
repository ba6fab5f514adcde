// policy.yaml: stages, approvals and thresholds as data. The default values are part of format 1.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "cat4/base/text_pool.h"
#include "cat4/diagnostics/rule.h"
#include "cat4/diagnostics/span.h"
#include "cat4/model/words.h"

namespace cat4 {

struct Stage {
  Located<Text> id;
  std::vector<Located<Criterion>> entry_criteria;  // `requires` in the file
  std::vector<Located<Role>> approvals;
  Located<bool> locks_terms;
  Located<int> weight;              // percent
  Located<int> stalled_after_days;  // absent: the policy's
};

// Roles asked for by each kind of decision. `reject: any` is any role the open gate asks for.
struct RolesAsked {
  std::vector<Located<Role>> roles;
  bool any = false;
  Span span;
};
struct DecisionPolicy {
  RolesAsked reject, hold, resume, cancel, reinstate, return_, reopen, amend, confirm, adopt;
};

struct RolePair {
  Located<Role> first, second;
};

struct RuleSeverity {
  RuleId rule{};
  Severity severity{};
  Span span;
};

// Percentages are whole numbers; days and months are counts.
struct Policy {
  Located<int> version;
  Located<Text> branch;
  std::vector<Stage> stages;  // at least two: the first is where a measure is born, the last is closed
  DecisionPolicy decisions;
  std::vector<RolePair> separation_of_duties;
  Located<EffectKind> leading_effect;
  struct Confirmation {
    Located<int> share, months;
  } confirmation;
  struct Status {
    Located<int> actuals_due_days;
    struct Implementation {
      Located<int> amber_days, red_days;
    } implementation;
    struct Potential {
      Located<int> amber_below, red_below;
    } potential;
    struct Rollup {
      Located<int> red_share, amber_share;
    } rollup;
  } status;
  Located<int> stalled_after_days;
  Located<int> update_every_days;
  Located<SignedCommits> signed_commits;
  Located<int> registry_approvals;
  std::vector<RuleSeverity> severity;

  int last_stage() const { return static_cast<int>(stages.size()) - 1; }
  // Index of the first stage that locks terms; the number of stages if none does.
  int lock_stage() const;
  int FindStage(Text id) const;  // -1 if there is none
  Severity SeverityOf(RuleId rule, Severity given) const;
};

// The default policy. Its places lie in file 1, which is nobody's: a policy that was read over it tells by
// its places what it sets itself.
Policy DefaultPolicy(TextPool& texts);

}  // namespace cat4
