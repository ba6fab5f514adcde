// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
#include <array>

#include "cat4/base/text.h"
#include "cat4/report/findings.h"

#include "report/escape.h"
#include "report/finding_place.h"

namespace cat4 {
namespace {

constexpr std::size_t kShown = 10;  // of each kind in one step; GitHub drops the rest without a word

std::string_view CommandOf(Severity severity) {
  return severity == Severity::kNote ? "notice" : Name(severity);
}

// Where it is, as properties of a command; nothing for what is in no file.
std::string PlaceProperties(const FindingsReport& report, const PlacedFinding& finding) {
  if (finding.path.empty()) return {};
  const Region& region = finding.region;
  // Columns are only shown within one line.
  const std::string columns = region.line == region.end_line
                                  ? fmt::format(",col={},endColumn={}", region.column, region.end_column)
                                  : std::string();
  return fmt::format("file={},line={},endLine={}{},",
                     CommandProperty(Printable(PathInRepository(report, finding))), region.line,
                     region.end_line, columns);
}

std::string Annotation(const FindingsReport& report, const PlacedFinding& finding) {
  std::string message = Printable(finding.message);
  if (!finding.commit.empty()) message += fmt::format("\ncommit: {}", Printable(finding.commit));
  if (!finding.help.empty()) message += "\nhelp: " + Printable(finding.help);
  return fmt::format("::{} {}title={}::{}\n", CommandOf(finding.severity), PlaceProperties(report, finding),
                     CommandProperty(GetRule(finding.rule).slug), CommandMessage(message));
}

// Annotations of one kind.
class Annotations {
 public:
  void Add(const std::string& line) {
    if (++count_ <= kShown) lines_ += line;
  }
  const std::string& lines() const { return lines_; }
  std::size_t left_out() const { return count_ > kShown ? count_ - kShown : 0; }

 private:
  std::string lines_;
  std::size_t count_ = 0;
};

}  // namespace

std::string FindingsGithub(const FindingsReport& report) {
  Annotations errors, warnings, notices;
  for (const Failure& failure : report.failures) {
    errors.Add(fmt::format("::error title=incomplete {}::{}\n", report.command,
                           CommandMessage(Printable(failure.message))));
  }
  for (const PlacedFinding& finding : report.findings) {
    const Severity severity = finding.severity;
    Annotations& kind = severity == Severity::kError     ? errors
                        : severity == Severity::kWarning ? warnings
                                                         : notices;
    kind.Add(Annotation(report, finding));
  }
  std::vector<std::string> left_out;
  const auto count = [&](const Annotations& kind, std::string_view word) {
    if (kind.left_out() > 0) left_out.push_back(Count(kind.left_out(), word));
  };
  count(errors, "error");
  count(warnings, "warning");
  count(notices, "note");
  std::string text = errors.lines() + warnings.lines() + notices.lines();
  const std::vector<std::string_view> words(left_out.begin(), left_out.end());
  if (!words.empty())
    text += fmt::format("left out, because GitHub shows {} of a kind: {}\n", kShown, Join(words, ", "));
  return text;
}

}  // namespace cat4
