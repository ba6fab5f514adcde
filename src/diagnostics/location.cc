#include "cat4/diagnostics/location.h"

#include <algorithm>

namespace cat4 {
namespace {
constexpr std::size_t kReadLimit = (std::size_t{1} << 21) - 1;  // as far as a span can point
}  // namespace

void Locator::Load(FileId file) {
  if (file == file_) return;
  file_ = file;
  bytes_ = source_.Read(files_.path(file), kReadLimit).value_or(std::string());
  lines_.assign(1, 0);
  for (std::size_t i = 0; i < bytes_.size(); ++i) {
    if (bytes_[i] == '\n') lines_.push_back(i + 1);
  }
}

Location Locator::Locate(Span span) {
  Load(span.file());
  const auto line_of = [&](std::size_t offset) {
    return static_cast<std::size_t>(std::upper_bound(lines_.begin(), lines_.end(), offset) - lines_.begin());
  };
  const std::size_t begin = std::min<std::size_t>(span.offset(), bytes_.size());
  const std::size_t end = std::min<std::size_t>(span.end(), bytes_.size());
  Location location;
  location.line = line_of(begin);
  location.column = begin - lines_[location.line - 1] + 1;
  location.end_line = line_of(end);
  location.end_column = end - lines_[location.end_line - 1] + 1;
  return location;
}

std::string_view Locator::BytesOf(Span span) {
  Load(span.file());
  return bytes_;
}

std::string_view Locator::LineOf(Span span) {
  const std::size_t line = Locate(span).line;
  const std::size_t start = lines_[line - 1];
  const std::size_t end = line < lines_.size() ? lines_[line] - 1 : bytes_.size();
  return std::string_view(bytes_).substr(start, end - start);
}

}  // namespace cat4
