#include "cat4/check/new_errors.h"

#include "cat4/base/text.h"
#include "cat4/check/added_findings.h"
#include "cat4/diagnostics/location.h"

namespace cat4 {
std::vector<NewError> NewErrors(const Source& before, const Source& after, Date as_of) {
  const Checked old = CheckTree(before, as_of);
  const Checked now = CheckTree(after, as_of);
  Locator locator(after, now.portfolio->files);
  std::vector<NewError> errors;
  for (const Finding& finding : AddedFindings(old, now)) {
    if (finding.severity != Severity::kError) continue;
    errors.push_back({now.portfolio->files.path(finding.span.file()), locator.Locate(finding.span).line,
                      finding.message, finding.help, finding.rule});
  }
  for (const Failure& failure : now.failures) errors.push_back({"", 1, failure.message, "", {}});
  return errors;
}

bool FollowsFromLeaving(const NewError& error) {
  return error.path.starts_with("portfolios/") &&
         (error.rule == RuleId::kInactivePerson || error.rule == RuleId::kWrongRole);
}

std::string Describe(const std::vector<NewError>& errors) {
  const NewError& first = errors.front();
  std::string text = !first.rule ? first.message
                                 : fmt::format("{}:{}: {} [{}]", Printable(first.path), first.line,
                                               first.message, GetRule(*first.rule).slug);
  if (errors.size() > 1) text += fmt::format(", and {}", Count(errors.size() - 1, "other error"));
  return text;
}

}  // namespace cat4
