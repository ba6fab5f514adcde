#include <algorithm>

#include "cat4/report/report.h"

namespace cat4 {
namespace {

constexpr ReportFormat kFormats[] = {
    {"text", "txt", &ReportText},
    {"markdown", "md", [](const Report& report, const ReportStyle&) { return ReportMarkdown(report); }},
    {"json", "json", [](const Report& report, const ReportStyle&) { return ReportJson(report); }},
    {"csv", "csv", [](const Report& report, const ReportStyle&) { return ReportCsv(report); }},
};

}  // namespace

std::span<const ReportFormat> ReportFormats() { return kFormats; }

const ReportFormat* FindReportFormat(std::string_view name) {
  const auto found = std::ranges::find(kFormats, name, &ReportFormat::name);
  return found == std::end(kFormats) ? nullptr : found;
}

}  // namespace cat4
