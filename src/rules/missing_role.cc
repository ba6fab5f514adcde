#include "rules/missing_role.h"

namespace cat4 {

void ReportMissing(const RuleInput& input, RuleFindings& out, Located<Text> Measure::*field,
                   std::string_view name, std::string_view consequence, std::string_view remedy) {
  const bool inheritable = field != &Measure::owner && field != &Measure::controller;
  for (const Measure& measure : input.portfolio.measures) {
    if (measure.*field || (inheritable && measure.inherits_unknown)) continue;
    out.Report(measure.id.span, "measure '{}' has no {}; {}", measure.id->view(), name, consequence)
        .Help("{}", remedy)
        .Severity(measure.stage_index == 0 ? Severity::kWarning : Severity::kError);
  }
}

}  // namespace cat4
