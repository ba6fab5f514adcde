// Findings as text for people and as documents for programs.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/base/date.h"
#include "cat4/base/result.h"
#include "cat4/diagnostics/placed_finding.h"
#include "cat4/report/audit.h"

namespace cat4 {

// What a rule means, for formats that carry it along. As in its file.
struct RuleHelp {
  std::string_view summary, explanation, bad, good;
};

struct FindingsReport {
  std::string_view command;  // that found them
  std::vector<PlacedFinding> findings;
  Date as_of;
  std::string root = {};    // the directory, absolute
  std::string prefix = {};  // of the root in its repository: "" or "a/b/"
  std::size_t files = 0, measures = 0, waived = 0;
  std::vector<RuleId> skipped = {};               // not checked, because of what is unreadable
  std::vector<RuleId> off = {};                   // switched off by policy
  std::vector<std::string_view> unreadable = {};  // files of the root that hold for the whole tree
  std::vector<Failure> failures = {};             // what could not be read at all: findings may be missing

  std::optional<Severity> fail_on = Severity::kError;  // from here on a finding fails the run; nothing: never
  std::string_view version = {};                       // of this program
  std::string base = {};                       // the commit whose findings do not count; empty: all count
  std::optional<AuditProof> audit = {};        // of an audit
  RuleHelp (*help_of)(RuleId rule) = nullptr;  // never null when SARIF is asked for
};

struct SeverityCounts {
  std::size_t errors = 0, warnings = 0, notes = 0;
};
SeverityCounts CountSeverities(const std::vector<PlacedFinding>& findings);
// "3 errors, 1 warning"; notes only if there are any.
std::string SeveritiesLine(const std::vector<PlacedFinding>& findings);

enum class TextStyle {
  kPlain,   // one line a finding, for pipes and logs
  kSource,  // with the source line, a caret and the remedy
  kColor,   // the same in colours
};
std::string FindingsText(const std::vector<PlacedFinding>& findings, TextStyle style);
// With the commit, measure and decision of each, and what to do.
std::string FindingsWithCommits(const std::vector<PlacedFinding>& findings);
// An audit's: with commit, measure and decision of each finding, what to do, and what was proven.
std::string AuditText(const FindingsReport& report);
// "3 errors, 1 warning in 812 files", before it what was waived or not checked.
std::string FindingsSummary(const FindingsReport& report);
std::string FindingsJson(const FindingsReport& report);
// SARIF 2.1.0, for code scanning.
std::string FindingsSarif(const FindingsReport& report);
// Workflow commands of GitHub Actions, as many as GitHub shows of one step.
std::string FindingsGithub(const FindingsReport& report);
// GitHub's markdown for people, to stand on the page of a workflow's run.
std::string FindingsMarkdown(const FindingsReport& report);
// A report on code quality, as GitLab reads it.
std::string FindingsGitlab(const FindingsReport& report);
// JUnit's XML: a test case for every rule, or for every file where it found something.
std::string FindingsJunit(const FindingsReport& report);

// The formats that can be asked for.
struct FindingsFormat {
  std::string_view name;
  std::string (*write)(const FindingsReport& report, TextStyle style);
};
std::span<const FindingsFormat> FindingsFormats();
const FindingsFormat* FindFindingsFormat(std::string_view name);  // null if there is none

}  // namespace cat4
