// From spans to the lines and columns that people read.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/base/source.h"
#include "cat4/diagnostics/finding.h"

namespace cat4 {

// 1-based; columns count bytes.
struct Location {
  std::size_t line = 1;
  std::size_t column = 1;
  std::size_t end_line = 1;
  std::size_t end_column = 1;  // one past the last byte
};

// Reads line tables of files as they are asked for, one file at a time: cheapest for spans sorted by file.
class Locator {
 public:
  Locator(const Source& source, const FileTable& files) : source_(source), files_(files) {}

  Location Locate(Span span);
  // The source line where it starts, without its end; empty if it can't be read. Valid until the next call.
  std::string_view LineOf(Span span);
  // The whole file, as far as spans can point; empty if it can't be read. Valid while the calls ask for the
  // same file.
  std::string_view BytesOf(Span span);

 private:
  void Load(FileId file);

  const Source& source_;
  const FileTable& files_;
  FileId file_ = 0;
  std::string bytes_;
  std::vector<std::size_t> lines_;  // offsets where lines start
};

}  // namespace cat4
