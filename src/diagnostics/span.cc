#include "cat4/diagnostics/span.h"

#include "cat4/base/check.h"

namespace cat4 {

Span WholeFile(FileId file) { return Span(file, 0, 0); }

FileId FileTable::Add(std::string path) {
  paths_.push_back(std::move(path));
  return static_cast<FileId>(paths_.size());
}

const std::string& FileTable::path(FileId file) const {
  CAT4_CHECK(file > 0 && file <= paths_.size());
  return paths_[file - 1];
}

}  // namespace cat4
