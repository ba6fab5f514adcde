#include "report/finding_place.h"

#include <algorithm>
#include <map>

#include "cat4/base/text.h"
#include "cat4/crypto/evidence.h"
#include "cat4/diagnostics/location.h"

#include "report/field_path.h"

namespace cat4 {
namespace {

// A column of bytes as one of UTF-16 units; `end` is the offset it belongs to.
std::size_t ColumnIn(std::string_view bytes, std::size_t end, std::size_t column) {
  end = std::min(end, bytes.size());
  return 1 + Utf16Length(bytes.substr(end - (column - 1), column - 1));
}

Region RegionOf(Locator& locator, Span span) {
  const Location at = locator.Locate(span);
  const std::string_view bytes = locator.BytesOf(span);
  return {at.line, ColumnIn(bytes, span.offset(), at.column), at.end_line,
          ColumnIn(bytes, span.end(), at.end_column)};
}

// Who a finding is about: a measure, wherever its file lies, or a file.
std::string_view SubjectOf(std::string_view path) {
  const std::string_view measure = MeasureOfPath(path);
  return measure.empty() ? path : measure;
}

}  // namespace

std::size_t Utf16Length(std::string_view text) {
  std::size_t units = 0;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = DecodeUtf8(text, i);
    units += point.value > 0xFFFF ? 2 : 1;
    i += std::max<std::size_t>(1, point.size);
  }
  return units;
}

std::vector<PlacedFinding> PlaceFindings(const FindingsReport& report) {
  Locator locator(report.source, report.portfolio.files);
  FieldPaths fields({});
  FileId file = 0;
  std::map<std::string, std::size_t> seen;
  std::vector<PlacedFinding> placed;
  placed.reserve(report.findings.size());
  for (const Finding& finding : report.findings) {
    const std::string& path = report.portfolio.files.path(finding.span.file());
    const Region region = RegionOf(locator, finding.span);
    if (file != finding.span.file()) fields = FieldPaths(locator.BytesOf(finding.span));
    file = finding.span.file();
    const std::string field = finding.span.length() == 0 && finding.span.offset() == 0
                                  ? std::string()
                                  : fields.At(finding.span.offset());
    std::string identity =
        fmt::format("{}\n{}\n{}\n{}", GetRule(finding.rule).slug, report.prefix, SubjectOf(path), field);
    const std::size_t number = ++seen[identity];
    if (number > 1) identity += fmt::format("\n{}", number);
    placed.push_back({&finding, report.prefix + path, region, Sha256Hex(identity)});
  }
  return placed;
}

}  // namespace cat4
