// Places in the files of a portfolio.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/base/check.h"

namespace cat4 {

// A file or directory of the tree, by its number in the FileTable. 0 is none.
using FileId = std::uint32_t;

// A run of bytes in a file, or nowhere. Eight bytes, because every value of every measure carries one: up to
// 4 million files of up to 2 MiB (the format's limit is 1 MiB).
class Span {
 public:
  Span() = default;
  // Not in span.cc: every node that is read makes two.
  Span(FileId file, std::size_t offset, std::size_t length)
      : bits_((std::uint64_t{file} << 42) | (std::uint64_t{offset} << 21) | std::uint64_t{length}) {
    CAT4_CHECK(file > 0 && file <= kMaxFiles);
    CAT4_CHECK(offset <= kMask && length <= kMask);
  }

  FileId file() const { return static_cast<FileId>(bits_ >> 42); }
  std::uint32_t offset() const { return static_cast<std::uint32_t>((bits_ >> 21) & kMask); }
  std::uint32_t length() const { return static_cast<std::uint32_t>(bits_ & kMask); }
  std::uint32_t end() const { return offset() + length(); }
  bool valid() const { return bits_ != 0; }

  friend auto operator<=>(Span, Span) = default;  // by file, then offset, then length

  static constexpr std::size_t kMaxFiles = (std::size_t{1} << 22) - 1;

 private:
  static constexpr std::uint64_t kMask = (1u << 21) - 1;
  std::uint64_t bits_ = 0;
};

// The whole file, or a directory: shown at line 1, column 1.
Span WholeFile(FileId file);

// A value and where it was written. Absent if the span is nowhere.
template <typename T>
struct Located {
  T value{};
  Span span{};

  explicit operator bool() const { return span.valid(); }
  const T& operator*() const { return value; }
  const T* operator->() const { return &value; }
};

// Paths by number, in the order they were added. Paths are relative to the root.
class FileTable {
 public:
  FileId Add(std::string path);
  const std::string& path(FileId file) const;
  std::size_t size() const { return paths_.size(); }

 private:
  std::vector<std::string> paths_;
};

}  // namespace cat4
