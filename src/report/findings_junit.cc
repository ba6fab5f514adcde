// As Jenkins and GitLab read it: suites are groups of rules, and a test is named by its suite and its name.
#include <algorithm>
#include <map>

#include "cat4/base/text.h"
#include "cat4/report/findings.h"

#include "report/escape.h"
#include "report/finding_place.h"

namespace cat4 {
namespace {

struct Suite {
  std::string cases;
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;

  // `inside` is empty for a test that passes and has nothing to say.
  void Add(std::string_view suite, std::string_view name, const std::string& inside) {
    ++tests;
    cases += fmt::format("    <testcase classname=\"cat4.{}\" name=\"{}\" time=\"0\"", XmlEscaped(suite),
                         XmlEscaped(name));
    cases += inside.empty() ? "/>\n" : fmt::format(">\n{}    </testcase>\n", inside);
  }
  std::string Written(std::string_view name) const {
    return fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"0\">\n{}"
        "  </testsuite>\n",
        XmlEscaped(name), tests, failures, errors, skipped, cases);
  }
};

// Findings of one rule in one file.
struct Case {
  std::string path;
  std::vector<const PlacedFinding*> findings;
};
using Cases = std::map<RuleId, std::vector<Case>>;

// Findings are sorted by path, so those of a file follow each other.
Cases CasesOf(const std::vector<PlacedFinding>& findings) {
  Cases cases;
  for (const PlacedFinding& placed : findings) {
    std::vector<Case>& of_rule = cases[placed.finding->rule];
    if (of_rule.empty() || of_rule.back().path != placed.path) of_rule.push_back({placed.path, {}});
    of_rule.back().findings.push_back(&placed);
  }
  return cases;
}

std::string Line(const PlacedFinding& placed) {
  const Finding& finding = *placed.finding;
  std::string line = fmt::format("{}:{}:{}: {}: {}\n", XmlEscaped(placed.path), placed.region.line,
                                 placed.region.column, Name(finding.severity), XmlEscaped(finding.message));
  if (!finding.help.empty()) line += fmt::format("  help: {}\n", XmlEscaped(finding.help));
  return line;
}

// A test fails exactly if its findings fail the run; what they say is there in any case.
void AddFindings(const FindingsReport& report, const RuleInfo& rule, const Case& found, Suite& suite) {
  std::string lines;
  for (const PlacedFinding* placed : found.findings) lines += Line(*placed);
  const Finding& worst = *std::ranges::max(found.findings, {}, [](const PlacedFinding* placed) {
                            return placed->finding->severity;
                          })->finding;
  const bool fails = report.fail_on && worst.severity >= *report.fail_on;
  if (fails) ++suite.failures;
  suite.Add(Name(rule.group), fmt::format("{}: {}", rule.slug, found.path),
            fails ? fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n",
                                Name(worst.severity), XmlEscaped(worst.message), lines)
                  : fmt::format("      <system-out>{}</system-out>\n", lines));
}

void AddRule(const FindingsReport& report, const RuleInfo& rule, const Cases& cases, Suite& suite) {
  if (const auto found = cases.find(rule.id); found != cases.end()) {
    for (const Case& one : found->second) AddFindings(report, rule, one, suite);
    return;
  }
  const bool skipped = std::ranges::find(report.skipped, rule.id) != report.skipped.end();
  if (skipped) ++suite.skipped;
  suite.Add(Name(rule.group), rule.slug,
            skipped ? "      <skipped message=\"a file that it needs can&apos;t be read\"/>\n" : "");
}

// Whether everything was read: without that, tests that pass mean nothing.
Suite CompleteSuite(const FindingsReport& report) {
  Suite suite;
  std::string inside;
  for (const Failure& failure : report.failures) {
    inside += fmt::format("      <error type=\"incomplete\" message=\"{}\"/>\n", XmlEscaped(failure.message));
  }
  suite.errors = report.failures.empty() ? 0 : 1;
  suite.Add("check", "everything could be read", inside);
  return suite;
}

}  // namespace

std::string FindingsJunit(const FindingsReport& report) {
  const std::vector<PlacedFinding> findings = PlaceFindings(report);
  const Cases cases = CasesOf(findings);
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"cat4 check\">\n";
  text += CompleteSuite(report).Written("check");
  const std::span<const RuleInfo> rules = AllRules();
  for (std::size_t i = 0; i < rules.size();) {
    const RuleGroup group = rules[i].group;
    Suite suite;
    for (; i < rules.size() && rules[i].group == group; ++i) AddRule(report, rules[i], cases, suite);
    text += suite.Written(Name(group));
  }
  return text + "</testsuites>\n";
}

}  // namespace cat4
