// SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/report/findings.h"

#include "report/escape.h"
#include "report/finding_place.h"
#include "report/json.h"

namespace cat4 {
namespace {

constexpr std::string_view kTop = "SRCROOT";

// The words that SARIF has for severities are those of this program.
std::string_view LevelOf(Severity severity) { return severity == Severity::kOff ? "none" : Name(severity); }

// A paragraph on one line.
std::string Unwrapped(std::string_view paragraph) { return Join(Split(paragraph, '\n'), " "); }

std::string HelpText(const RuleHelp& help) {
  return fmt::format("{}\n\nBad (each finding is reported where '# <-' stands):\n\n{}\nGood:\n\n{}",
                     help.explanation, help.bad, help.good);
}

std::string HelpMarkdown(const RuleHelp& help) {
  return fmt::format(
      "{}\n\n**Bad** (each finding is reported where `# <-` stands)\n\n```yaml\n{}```\n\n**Good**\n\n"
      "```yaml\n{}```\n",
      help.explanation, help.bad, help.good);
}

Json RuleObject(const RuleInfo& rule, const RuleHelp& help) {
  return {
      {"id", rule.slug},
      {"shortDescription", {{"text", help.summary}}},
      {"fullDescription", {{"text", Unwrapped(help.explanation.substr(0, help.explanation.find("\n\n")))}}},
      {"help", {{"text", HelpText(help)}, {"markdown", HelpMarkdown(help)}}},
      {"defaultConfiguration", {{"level", LevelOf(rule.severity)}}},
      {"properties", {{"tags", Json::array({Name(rule.group)})}}}};
}

Json LocationObject(const std::string& path, const Region& region) {
  return {{"physicalLocation",
           {{"artifactLocation", {{"uri", UriOfPath(path)}, {"uriBaseId", kTop}}},
            {"region",
             {{"startLine", region.line},
              {"startColumn", region.column},
              {"endLine", region.end_line},
              {"endColumn", region.end_column}}}}}};
}

// What is not in every finding.
Json PropertiesOf(const PlacedFinding& finding) {
  return {{"commit", finding.commit}, {"measure", OrNull(finding.measure)}};
}

Json ResultObject(const FindingsReport& report, const PlacedFinding& finding, std::size_t rule_index,
                  const std::string& fingerprint) {
  std::string text = SarifEscaped(finding.message);
  if (!finding.help.empty()) text += "\nhelp: " + SarifEscaped(finding.help);
  const Json location = LocationObject(PathInRepository(report, finding), finding.region);
  Json result = {{"ruleId", GetRule(finding.rule).slug}, {"ruleIndex", rule_index},
                 {"level", LevelOf(finding.severity)},   {"message", {{"text", text}}},
                 {"locations", Json::array({location})}, {"partialFingerprints", {{"cat4/v1", fingerprint}}}};
  if (!report.base.empty()) result["baselineState"] = finding.known ? "unchanged" : "new";
  if (!finding.commit.empty()) result["properties"] = PropertiesOf(finding);
  return result;
}

Json Notification(std::string_view level, const std::string& text) {
  return {{"level", level}, {"message", {{"text", SarifEscaped(text)}}}};
}

// Whether everything was judged: no findings may mean that nothing could be read.
Json InvocationObject(const FindingsReport& report) {
  Json failures = Json::array(), skipped = Json::array();
  for (const Failure& failure : report.failures) failures.push_back(Notification("error", failure.message));
  for (const RuleId rule : report.skipped) {
    skipped.push_back(Notification(
        "warning", fmt::format("rule {} was not checked, because a file that it needs can't be read",
                               GetRule(rule).slug)));
  }
  return {{"executionSuccessful", report.failures.empty()},
          {"toolExecutionNotifications", std::move(failures)},
          {"toolConfigurationNotifications", std::move(skipped)}};
}

// The rules that found something, in the order of all rules.
std::vector<RuleId> RulesUsed(const FindingsReport& report) {
  std::vector<RuleId> rules;
  for (const PlacedFinding& finding : report.findings) rules.push_back(finding.rule);
  std::ranges::sort(rules);
  rules.erase(std::unique(rules.begin(), rules.end()), rules.end());
  return rules;
}

}  // namespace

std::string FindingsSarif(const FindingsReport& report) {
  const std::vector<RuleId> used = RulesUsed(report);
  Json rules = Json::array(), results = Json::array();
  for (const RuleId rule : used) rules.push_back(RuleObject(GetRule(rule), report.help_of(rule)));
  const std::vector<std::string> prints = Fingerprints(report);
  for (std::size_t i = 0; i < prints.size(); ++i) {
    const PlacedFinding& finding = report.findings[i];
    const auto index = std::ranges::lower_bound(used, finding.rule) - used.begin();
    results.push_back(ResultObject(report, finding, static_cast<std::size_t>(index), prints[i]));
  }
  const Json driver = {{"name", "cat4"}, {"version", report.version}, {"rules", std::move(rules)}};
  const Json run = {
      {"tool", {{"driver", driver}}},
      // What GitHub calls the category: uploads for two trees of one repository don't replace each other.
      {"automationDetails", {{"id", fmt::format("cat4/{}/{}", report.command, UriOfPath(report.prefix))}}},
      {"columnKind", "utf16CodeUnits"},
      {"originalUriBaseIds", {{kTop, {{"description", {{"text", "the top of the repository"}}}}}}},
      {"invocations", Json::array({InvocationObject(report)})},
      {"properties", {{"asOf", FormatDate(report.as_of)}}},
      {"results", std::move(results)}};
  return DocumentText({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                       {"version", "2.1.0"},
                       {"runs", Json::array({run})}});
}

}  // namespace cat4
