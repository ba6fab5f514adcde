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
  // What a rule does for few measures is not worth a thread.
  constexpr std::size_t kFewMeasures = 256;
  const std::size_t at_once = input.portfolio.measures.size() < kFewMeasures ? running.size() : 1;
  std::vector<Findings> found(PartsOf(running.size(), at_once));
  InParts(running.size(), at_once, [&](const Part& part) {
    for (std::size_t i = part.begin; i < part.end; ++i) {
      RuleFindings out(running[i], found[part.number]);
      kRules[static_cast<std::size_t>(running[i])]->check(input, out);
    }
  });
  for (const Findings& of_rule : found) findings.Append(of_rule);
  return skipped;
}

}  // namespace cat4
