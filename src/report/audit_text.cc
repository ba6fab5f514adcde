#include "cat4/base/text.h"
#include "cat4/report/findings.h"

namespace cat4 {
namespace {

constexpr std::size_t kShort = 12;  // digits of a commit or digest that people read

std::string AboutText(const PlacedFinding& finding) {
  std::string text;
  const auto add = [&](std::string_view what, const std::string& value) {
    if (!value.empty()) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", what, Printable(value));
  };
  add("commit", finding.commit.substr(0, kShort));
  add("measure", finding.measure);
  add("decision", finding.statement.substr(0, std::string_view("sha256:").size() + kShort));
  return text;
}

std::string FindingText(const PlacedFinding& finding) {
  std::string text = fmt::format("{}:{}:{}: {}: {} [{}]\n", Printable(finding.path), finding.location.line,
                                 finding.location.column, Name(finding.severity), Printable(finding.message),
                                 GetRule(finding.rule).slug);
  if (const std::string about = AboutText(finding); !about.empty()) text += fmt::format("  {}\n", about);
  if (!finding.help.empty()) text += fmt::format("  help: {}\n", Printable(finding.help));
  return text;
}

std::string TrustText(const AuditProof& audit) {
  if (audit.trust_root.empty()) return "no trust root: no registry was ratified as version 1\n";
  std::string text = fmt::format("trust root {}, {}\n", audit.trust_root,
                                 audit.pinned ? "which is compared with the one that was given"
                                              : "not pinned: all is proven relative to it");
  if (!audit.pinned_commit)
    text += "that nothing was left out rests on an earlier audit's checkpoint, or on trust in the server\n";
  return text;
}

}  // namespace

std::string FindingsWithCommits(const std::vector<PlacedFinding>& findings) {
  std::string text;
  for (const PlacedFinding& finding : findings) text += FindingText(finding);
  return text;
}

std::string AuditText(const FindingsReport& report) {
  const AuditProof& audit = *report.audit;
  std::string text = FindingsWithCommits(report.findings);
  if (!text.empty()) text += "\n";
  text += fmt::format("audited {} with {} up to commit {}, under registry version {}\n",
                      Count(audit.steps, "step"), Count(audit.decisions, "decision"),
                      audit.tip.substr(0, kShort), audit.registry_version);
  if (!audit.from_checkpoint.empty())
    text += fmt::format("went on from the audit of commit {}\n", audit.from_checkpoint.substr(0, kShort));
  if (audit.earlier > 0)
    text +=
        fmt::format("{} landed before that, not shown and not counted\n", Count(audit.earlier, "finding"));
  text += TrustText(audit);
  if (!audit.complete) text += "incomplete: what could not be seen was not judged\n";
  return text;
}

}  // namespace cat4
