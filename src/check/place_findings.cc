#include "cat4/check/place_findings.h"

#include <algorithm>
#include <string_view>

#include "cat4/base/text.h"
#include "cat4/model/portfolio.h"

#include "diagnostics/field_path.h"

namespace cat4 {
namespace {

constexpr std::size_t kLineBytes = 320;  // enough for what is shown of a source line

// Offsets as UTF-16 columns. Counts each byte once as long as offsets ascend: a line may be as long as a
// file.
class Utf16Columns {
 public:
  explicit Utf16Columns(std::string_view bytes) : bytes_(bytes) {}

  std::size_t At(std::size_t offset, std::size_t line_start) {
    offset = std::min(offset, bytes_.size());
    if (line_start != line_start_ || offset < offset_) {
      line_start_ = offset_ = line_start;
      units_ = 0;
    }
    units_ += Utf16Length(bytes_.substr(offset_, offset - offset_));
    offset_ = offset;
    return 1 + units_;
  }

 private:
  std::string_view bytes_;
  std::size_t line_start_ = 0, offset_ = 0, units_ = 0;
};

// What is known of the file that findings lie in.
struct FileOfFindings {
  FileId file = 0;
  Utf16Columns columns{{}};
  FieldPaths fields{{}};
};

Region RegionOf(FileOfFindings& in, std::string_view bytes, Span span, const Location& at) {
  const std::size_t begin = std::min<std::size_t>(span.offset(), bytes.size());
  const std::size_t end = std::min<std::size_t>(span.end(), bytes.size());
  Region region{at.line, in.columns.At(begin, begin - (at.column - 1)), at.end_line, 1};
  const bool one_line = at.line == at.end_line;
  const std::size_t counted = one_line ? begin : end - (at.end_column - 1);
  region.end_column = (one_line ? region.column : 1) + Utf16Length(bytes.substr(counted, end - counted));
  return region;
}

std::string FieldOf(FileOfFindings& in, Span span) {
  const bool whole = span.length() == 0 && span.offset() == 0;
  return whole ? std::string() : in.fields.At(span.offset());
}

}  // namespace

std::vector<PlacedFinding> PlaceFindings(const std::vector<Finding>& findings, const Source& source,
                                         const FileTable& files) {
  Locator locator(source, files);
  FileOfFindings in;
  std::vector<PlacedFinding> placed;
  placed.reserve(findings.size());
  for (const Finding& finding : findings) {
    const FileId file = finding.span.file();
    const std::string_view bytes = locator.BytesOf(finding.span);
    if (in.file != file) in = {file, Utf16Columns(bytes), FieldPaths(bytes)};
    const Location location = locator.Locate(finding.span);
    placed.push_back({.rule = finding.rule,
                      .severity = finding.severity,
                      .message = finding.message,
                      .help = finding.help,
                      .path = files.path(file),
                      .location = location,
                      .region = RegionOf(in, bytes, finding.span, location),
                      .line = std::string(locator.LineOf(finding.span).substr(0, kLineBytes)),
                      .field = FieldOf(in, finding.span),
                      .measure = std::string(MeasureOfPath(files.path(file)))});
  }
  return placed;
}

}  // namespace cat4
