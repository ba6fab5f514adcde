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

  bool empty() const { return tests == 0; }

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

// Findings of one rule in one file, or in no file of one commit.
struct Case {
  std::string place;
  std::vector<const PlacedFinding*> findings;
};
using Cases = std::map<RuleId, std::vector<Case>>;

// Cases in the order of what they found first.
Cases CasesOf(const FindingsReport& report) {
  Cases cases;
  std::map<std::pair<RuleId, std::string>, std::size_t> known;
  for (const PlacedFinding& finding : report.findings) {
    std::string place = PlaceName(finding, PathInRepository(report, finding));
    std::vector<Case>& of_rule = cases[finding.rule];
    const auto [index, added] = known.try_emplace({finding.rule, place}, of_rule.size());
    if (added) of_rule.push_back({std::move(place), {}});
    of_rule[index->second].findings.push_back(&finding);
  }
  return cases;
}

std::string Line(const std::string& place, const PlacedFinding& finding) {
  const Region& region = finding.region;
  const std::string lines =
      finding.path.empty() ? std::string() : fmt::format(":{}:{}", region.line, region.column);
  std::string line = fmt::format("{}{}: {}: {}\n", XmlEscaped(place), lines, Name(finding.severity),
                                 XmlEscaped(finding.message));
  if (!finding.help.empty()) line += fmt::format("  help: {}\n", XmlEscaped(finding.help));
  return line;
}

// A test fails exactly if its findings fail the run; what they say is there in any case.
void AddFindings(const FindingsReport& report, const RuleInfo& rule, const Case& found, Suite& suite) {
  std::string lines;
  for (const PlacedFinding* placed : found.findings) lines += Line(found.place, *placed);
  const PlacedFinding& worst = *std::ranges::max(found.findings, {}, &PlacedFinding::severity);
  const bool fails = report.fail_on && worst.severity >= *report.fail_on;
  if (fails) ++suite.failures;
  suite.Add(Name(rule.group), fmt::format("{}: {}", rule.slug, found.place),
            fails ? fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n",
                                Name(worst.severity), XmlEscaped(worst.message), lines)
                  : fmt::format("      <system-out>{}</system-out>\n", lines));
}

// What the history alone tells is judged by an audit, or beside a base; an audit judges nothing else as a
// whole.
bool IsJudged(const FindingsReport& report, const RuleInfo& rule) {
  const bool history = rule.group == RuleGroup::kHistory;
  return report.audit ? history : (!history || !report.base.empty());
}

// What could not be read or seen, a message each.
std::vector<std::string> WhyIncomplete(const FindingsReport& report) {
  std::vector<std::string> why;
  for (const Failure& failure : report.failures) why.push_back(failure.message);
  for (const PlacedFinding& finding : report.findings) {
    if (finding.rule == RuleId::kHistoryIncomplete || finding.rule == RuleId::kObjectCorrupt)
      why.push_back(finding.message);
  }
  return why;
}

// Empty for a rule that was checked. Without everything that it looks at, a rule that found nothing tells
// nothing.
std::string_view WhyNotChecked(const FindingsReport& report, RuleId rule) {
  if (!WhyIncomplete(report).empty()) return "not everything could be read";
  if (std::ranges::find(report.off, rule) != report.off.end()) return "switched off in policy.yaml";
  if (std::ranges::find(report.skipped, rule) != report.skipped.end())
    return "a file that it needs can't be read";
  return {};
}

void AddRule(const FindingsReport& report, const RuleInfo& rule, const Cases& cases, Suite& suite) {
  if (const auto found = cases.find(rule.id); found != cases.end()) {
    for (const Case& one : found->second) AddFindings(report, rule, one, suite);
    return;
  }
  const std::string_view why = WhyNotChecked(report, rule.id);
  if (!why.empty()) ++suite.skipped;
  suite.Add(Name(rule.group), rule.slug,
            why.empty() ? "" : fmt::format("      <skipped>{}</skipped>\n", XmlEscaped(why)));
}

// Whether everything was read: without that, tests that pass mean nothing.
Suite CompleteSuite(const FindingsReport& report) {
  Suite suite;
  std::string inside;
  for (const std::string& why : WhyIncomplete(report))
    inside += fmt::format("      <error type=\"incomplete\" message=\"{}\"/>\n", XmlEscaped(why));
  suite.errors = inside.empty() ? 0 : 1;
  suite.Add(report.command, "everything could be read", inside);
  return suite;
}

}  // namespace

std::string FindingsJunit(const FindingsReport& report) {
  const Cases cases = CasesOf(report);
  std::string text = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"cat4 {}\">\n", report.command);
  text += CompleteSuite(report).Written(report.command);
  const std::span<const RuleInfo> rules = AllRules();
  for (std::size_t i = 0; i < rules.size();) {
    const RuleGroup group = rules[i].group;
    Suite suite;
    for (; i < rules.size() && rules[i].group == group; ++i) {
      if (IsJudged(report, rules[i]) || cases.contains(rules[i].id)) AddRule(report, rules[i], cases, suite);
    }
    if (!suite.empty()) text += suite.Written(Name(group));
  }
  return text + "</testsuites>\n";
}

}  // namespace cat4
