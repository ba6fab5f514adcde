#include <iterator>

#include "cat4/base/parallel.h"

#include "rules/rule.h"
#include "rules/run.h"

namespace cat4 {
namespace {

const Rule* const kRules[] = {
#define CAT4_RULE(id, slug, group, severity, kind) &kRule##id,
#include "cat4/diagnostics/rules.def"
#undef CAT4_RULE
};

bool CanRun(Needs needs, const Readable& readable) {
  switch (needs) {
    case Needs::kNothing:
      return true;
    case Needs::kOrganization:
      return readable.organization;
    case Needs::kPolicy:
      return readable.policy;
    case Needs::kRates:
      return readable.organization && readable.rates;
    case Needs::kAll:
      return readable.organization && readable.policy && readable.rates;
  }
  return false;
}

}  // namespace

const RuleText& TextOf(RuleId rule) { return kRules[static_cast<std::size_t>(rule)]->text; }

std::vector<RuleId> RunRules(const RuleInput& input, Findings& findings) {
  std::vector<RuleId> skipped, running;
  for (const RuleInfo& info : AllRules()) {
    const Rule& rule = *kRules[static_cast<std::size_t>(info.id)];
    if (rule.check) (CanRun(rule.needs, input.portfolio.readable) ? running : skipped).push_back(info.id);
  }
  std::vector<Findings> found(running.size());
  InParts(running.size(), 1, [&](const Part& part) {
    RuleFindings out(running[part.number], found[part.number]);
    kRules[static_cast<std::size_t>(running[part.number])]->check(input, out);
  });
  for (const Findings& of_rule : found) findings.Append(of_rule);
  return skipped;
}

}  // namespace cat4
