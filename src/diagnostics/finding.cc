#include "cat4/diagnostics/finding.h"

#include <algorithm>
#include <tuple>

#include "cat4/base/check.h"

namespace cat4 {

FindingBuilder Findings::Add(RuleId rule, Span span, std::string message) {
  CAT4_CHECK(span.valid());
  findings_.push_back({rule, GetRule(rule).severity, span, std::move(message), {}});
  return FindingBuilder(findings_.back());
}

void Findings::Append(const Findings& other) {
  findings_.insert(findings_.end(), other.findings_.begin(), other.findings_.end());
}

void SortFindings(const FileTable& files, std::vector<Finding>& findings) {
  const auto key = [&](const Finding& f) {
    return std::make_tuple(std::string_view(files.path(f.span.file())), f.span.offset(), GetRule(f.rule).slug,
                           std::string_view(f.message));
  };
  std::ranges::stable_sort(findings, {}, key);
  const auto same = [&](const Finding& a, const Finding& b) { return key(a) == key(b); };
  findings.erase(std::unique(findings.begin(), findings.end(), same), findings.end());
}

}  // namespace cat4
