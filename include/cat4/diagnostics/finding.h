// Findings: what is wrong with a portfolio, where, and what to do about it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cat4/diagnostics/rule.h"
#include "cat4/diagnostics/span.h"

namespace cat4 {

struct Finding {
  RuleId rule{};
  Severity severity = Severity::kError;
  Span span;            // always in some file
  std::string message;  // what was found and what was wanted; one line, user's text in single quotes
  std::string help;     // the remedy; one line, may be empty
};

// Adds to the finding just reported. Valid until the next one is reported.
class FindingBuilder {
 public:
  explicit FindingBuilder(Finding& finding) : finding_(finding) {}

  template <typename... Args>
  FindingBuilder& Help(fmt::format_string<Args...> format, Args&&... args) {
    finding_.help = fmt::format(format, std::forward<Args>(args)...);
    return *this;
  }
  FindingBuilder& Severity(cat4::Severity severity) {
    finding_.severity = severity;
    return *this;
  }

 private:
  Finding& finding_;
};

// An append-only list. Not sorted; SortFindings does that once, at the end of a run.
class Findings {
 public:
  template <typename... Args>
  FindingBuilder Report(RuleId rule, Span span, fmt::format_string<Args...> format, Args&&... args) {
    return Add(rule, span, fmt::format(format, std::forward<Args>(args)...));
  }
  FindingBuilder Add(RuleId rule, Span span, std::string message);
  void Append(const Findings& other);

  // Takes back what was reported after the first `size` findings.
  void Truncate(std::size_t size) {
    findings_.erase(findings_.begin() + static_cast<std::ptrdiff_t>(size), findings_.end());
  }

  const std::vector<Finding>& all() const { return findings_; }
  std::vector<Finding> Take() && { return std::move(findings_); }
  std::size_t size() const { return findings_.size(); }

 private:
  std::vector<Finding> findings_;
};

// What a rule's own file reports to: Findings of that one rule.
class RuleFindings {
 public:
  RuleFindings(RuleId rule, Findings& findings) : rule_(rule), findings_(findings) {}

  template <typename... Args>
  FindingBuilder Report(Span span, fmt::format_string<Args...> format, Args&&... args) {
    return findings_.Add(rule_, span, fmt::format(format, std::forward<Args>(args)...));
  }

 private:
  RuleId rule_;
  Findings& findings_;
};

// By path, place, rule; equal findings (same rule, place and message) once.
void SortFindings(const FileTable& files, std::vector<Finding>& findings);

}  // namespace cat4
