// The table of formats: one line each.
#include <algorithm>

#include "cat4/report/findings.h"

namespace cat4 {
namespace {

// A format that looks the same everywhere.
template <std::string (*kWrite)(const FindingsReport&)>
std::string Document(const FindingsReport& report, TextStyle /*style*/) {
  return kWrite(report);
}

// One that can't tell what was there before: it has the new findings only.
template <std::string (*kWrite)(const FindingsReport&)>
std::string DocumentOfNew(const FindingsReport& report, TextStyle /*style*/) {
  FindingsReport fresh = report;
  std::erase_if(fresh.findings, &PlacedFinding::known);
  return kWrite(fresh);
}

std::string Text(const FindingsReport& report, TextStyle style) {
  return report.audit ? AuditText(report) : FindingsText(report.findings, style);
}

constexpr FindingsFormat kFormats[] = {
    {"text", &Text},
    {"json", &Document<&FindingsJson>},
    {"sarif", &Document<&FindingsSarif>},
    {"github", &DocumentOfNew<&FindingsGithub>},
    {"gitlab", &DocumentOfNew<&FindingsGitlab>},
    {"junit", &DocumentOfNew<&FindingsJunit>},
};

}  // namespace

std::span<const FindingsFormat> FindingsFormats() { return kFormats; }

const FindingsFormat* FindFindingsFormat(std::string_view name) {
  const auto* const found = std::ranges::find(kFormats, name, &FindingsFormat::name);
  return found == std::end(kFormats) ? nullptr : found;
}

}  // namespace cat4
