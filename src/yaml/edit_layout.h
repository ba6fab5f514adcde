// Where things stand in the bytes of a YAML file: lines, columns, dashes, comments.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/yaml/document.h"

namespace cat4 {

// Bytes to be replaced.
struct Splice {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string text;
};

// The bytes with all of them applied; they must not overlap.
std::string Spliced(std::string_view bytes, std::vector<Splice> splices);

// Of a clean document: its last line ends with LF.
class Layout {
 public:
  Layout(std::string_view bytes, const Document& document) : bytes_(bytes), document_(document) {}

  std::string_view bytes() const { return bytes_; }
  const Document& document() const { return document_; }

  std::size_t LineStart(std::size_t offset) const;
  std::size_t LineEnd(std::size_t offset) const;  // of its LF
  std::size_t ColumnOf(std::size_t offset) const { return offset - LineStart(offset); }
  bool IsFirstOnLine(std::size_t offset) const;  // nothing but blanks before it
  std::size_t SkipSpaces(std::size_t offset) const;
  std::size_t SkipToContent(std::size_t offset) const;  // behind blanks, line ends and comments
  char At(std::size_t offset) const { return offset < bytes_.size() ? bytes_[offset] : '\n'; }

  // Where the comment behind a value that ends at `end` starts; npos if there is none on the line.
  std::size_t CommentBehind(std::size_t end) const;

  const Node* ChildAt(const Node& parent, std::size_t index) const;
  // Where a child starts: its key, its dash in a block list, itself in a flow list.
  std::size_t StartOf(const Node& parent, std::size_t index) const;
  // Behind the colon or dash that a child's value follows; behind the key if it has no colon.
  std::size_t IndicatorEnd(const Node& parent, std::size_t index) const;

  // The start of the line behind a child of a block collection in `column`, and behind comments that follow
  // it and are indented deeper: they speak of it.
  std::size_t BehindChild(const Node& child, std::size_t column) const;

 private:
  std::string_view bytes_;
  const Document& document_;
};

}  // namespace cat4
