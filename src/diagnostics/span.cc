#include "cat4/diagnostics/span.h"

#include "cat4/base/check.h"

namespace cat4 {

Span::Span(FileId file, std::size_t offset, std::size_t length)
    : bits_((std::uint64_t{file} << 42) | (std::uint64_t{offset} << 21) | std::uint64_t{length}) {
  CAT4_CHECK(file > 0 && file <= kMaxFiles);
  CAT4_CHECK(offset <= kMask && length <= kMask);
}

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
