// Findings as text for people and as a document for programs.
#pragma once

#include <string>
#include <vector>

#include "cat4/base/date.h"
#include "cat4/base/source.h"
#include "cat4/diagnostics/finding.h"
#include "cat4/model/portfolio.h"

namespace cat4 {

struct FindingsReport {
  const Portfolio& portfolio;
  const Source& source;
  const std::vector<Finding>& findings;  // sorted
  std::string root;                      // the directory, absolute
  Date as_of;
  std::size_t waived = 0;
  std::vector<RuleId> skipped;
  std::vector<Failure> failures;
};

struct SeverityCounts {
  std::size_t errors = 0, warnings = 0, notes = 0;
};
SeverityCounts CountSeverities(const std::vector<Finding>& findings);

enum class TextStyle {
  kPlain,   // one line a finding, for pipes and logs
  kSource,  // with the source line, a caret and the remedy
  kColor,   // the same in colours
};
std::string FindingsText(const FindingsReport& report, TextStyle style);
// "3 errors, 1 warning in 812 files", before it what was waived or not checked.
std::string FindingsSummary(const FindingsReport& report);
std::string FindingsJson(const FindingsReport& report);

}  // namespace cat4
