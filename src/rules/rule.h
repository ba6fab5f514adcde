// What a rule's own file sees and defines.
#pragma once

#include <span>

#include "cat4/crypto/evidence.h"
#include "cat4/diagnostics/finding.h"
#include "cat4/model/figures.h"
#include "cat4/model/portfolio.h"
#include "cat4/rules/rule_text.h"

namespace cat4 {

struct RuleInput {
  const Portfolio& portfolio;
  std::span<const MeasureFigures> figures;  // of the portfolio's measures, in their order
  const Evidence& evidence;
  Date as_of;
};

// Which file must be readable for a rule to make sense.
enum class Needs { kNothing, kOrganization, kPolicy, kRates, kAll };

struct Rule {
  RuleText text;
  Needs needs = Needs::kNothing;
  // Null for rules that arise while reading or linking.
  void (*check)(const RuleInput& input, RuleFindings& out) = nullptr;
};

#define CAT4_RULE(id, slug, group, severity, kind) extern const Rule kRule##id;
#include "cat4/diagnostics/rules.def"
#undef CAT4_RULE

}  // namespace cat4
