#include "cat4/model/policy.h"

#include "cat4/base/check.h"

#include "model/decode_files.h"

namespace cat4 {
namespace {

// These values are part of format 1.
constexpr std::string_view kDefault = R"(version: 1
branch: main
stages:
  - {id: defined}
  - {id: identified, requires: [description, alive], approvals: [sponsor], weight: 10}
  - {id: detailed, requires: [business_case, baseline, milestones], approvals: [sponsor], weight: 30}
  - {id: decided, approvals: [sponsor, controller, steering_committee], locks_terms: true, weight: 60}
  - {id: implemented, requires: [milestones_done], approvals: [sponsor], weight: 90}
  - {id: closed, requires: [ebitda_confirmed], approvals: [controller, sponsor], weight: 100}
decisions:
  reject: any
  hold: [sponsor]
  resume: [sponsor]
  cancel: [sponsor, steering_committee]
  reinstate: [sponsor, steering_committee]
  return: [sponsor]
  reopen: [controller, sponsor]
  amend: [sponsor, controller, steering_committee]
  confirm: [controller]
  adopt: [admin]
separation_of_duties: [[owner, controller], [sponsor, controller]]
leading_effect: ebitda
confirmation: {share: 90, months: 12}
status:
  actuals_due_days: 15
  implementation: {amber_days: 3, red_days: 7}
  potential: {amber_below: 90, red_below: 70}
  rollup: {red_share: 10, amber_share: 20}
stalled_after_days: 90
update_every_days: 35
signed_commits: required
registry_approvals: 1
severity: {}
)";

}  // namespace

int Policy::lock_stage() const {
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if (stages[i].locks_terms && *stages[i].locks_terms) return static_cast<int>(i);
  }
  return static_cast<int>(stages.size());
}

int Policy::FindStage(Text id) const {
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if (stages[i].id.value == id) return static_cast<int>(i);
  }
  return -1;
}

Severity Policy::SeverityOf(RuleId rule, Severity given) const {
  for (const RuleSeverity& entry : severity) {
    if (entry.rule == rule) return entry.severity;
  }
  return given;
}

Policy DefaultPolicy(TextPool& texts) {
  Policy policy;
  Findings findings;
  const std::optional<Document> document = ReadYaml(1, kDefault, findings);
  CAT4_CHECK(document.has_value());
  Decoder decoder(*document, kDefault, 1, texts, findings);
  DecodePolicy(decoder, document->root(), policy);
  CAT4_CHECK(findings.size() == 0);
  return policy;
}

}  // namespace cat4
