#include "cat4/check/check_tree.h"

#include <algorithm>

#include "cat4/governance/judge.h"

#include "rules/run.h"

namespace cat4 {
namespace {

bool Covers(const Waiver& waiver, const Finding& finding, std::string_view path) {
  if (waiver.rule->view() != GetRule(finding.rule).slug) return false;
  if (waiver.measure) return MeasureOfPath(path) == waiver.measure->view();
  if (!waiver.path) return false;  // a commit: the audit's business
  std::string_view waived = waiver.path->view();
  if (waived.ends_with('/')) waived.remove_suffix(1);
  return path == waived || (path.starts_with(waived) && path.substr(waived.size()).starts_with('/'));
}

bool IsWaived(const Portfolio& judge, const Finding& finding, std::string_view path, Date as_of) {
  if (!judge.readable.waivers || GetRule(finding.rule).kind == RuleKind::kFixed) return false;
  return std::ranges::any_of(judge.waivers, [&](const Waiver& waiver) {
    return *waiver.until >= as_of && Covers(waiver, finding, path);
  });
}

// A broken policy sets no severities: what could be read of it is no policy.
void ApplySeverities(const Portfolio& portfolio, std::vector<Finding>& findings) {
  if (!portfolio.readable.policy) return;
  for (Finding& finding : findings) {
    if (GetRule(finding.rule).kind == RuleKind::kPolicy) {
      finding.severity = portfolio.policy.SeverityOf(finding.rule, finding.severity);
    }
  }
}

std::vector<RuleId> RulesOff(const Portfolio& portfolio) {
  std::vector<RuleId> off;
  if (!portfolio.readable.policy) return off;
  for (const RuleInfo& rule : AllRules()) {
    const bool set = rule.kind == RuleKind::kPolicy;
    if (set && portfolio.policy.SeverityOf(rule.id, rule.severity) == Severity::kOff) off.push_back(rule.id);
  }
  return off;
}

}  // namespace

Checked CheckTree(const Source& source, Date as_of, const TreeContext& context) {
  Loaded loaded = context.registry ? LoadPortfolio(source, *context.registry) : LoadPortfolio(source);
  const Portfolio& portfolio = *loaded.portfolio;
  const Portfolio& judge = context.judge ? *context.judge : portfolio;
  const Evidence evidence = HashEvidence(source, portfolio);
  const std::vector<MeasureFigures> figures = ComputeMeasures(portfolio, as_of);
  Checked checked;
  checked.skipped = RunRules({portfolio, figures, evidence, as_of}, loaded.findings);
  if (CanJudgeGates(portfolio)) {
    JudgeGates(portfolio, context.lock_stages, loaded.findings);
  } else {
    checked.skipped.insert(checked.skipped.end(), GateRules().begin(), GateRules().end());
    std::ranges::sort(checked.skipped);
  }
  checked.off = RulesOff(judge);
  checked.failures = std::move(loaded.failures);
  checked.failures.insert(checked.failures.end(), evidence.failures.begin(), evidence.failures.end());
  checked.findings = std::move(loaded.findings).Take();
  ApplySeverities(judge, checked.findings);
  std::erase_if(checked.findings, [](const Finding& finding) { return finding.severity == Severity::kOff; });
  checked.waived = std::erase_if(checked.findings, [&](const Finding& finding) {
    return IsWaived(judge, finding, portfolio.files.path(finding.span.file()), as_of);
  });
  SortFindings(portfolio.files, checked.findings);
  checked.portfolio = std::move(loaded.portfolio);
  return checked;
}

}  // namespace cat4
