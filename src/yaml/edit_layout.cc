#include "yaml/edit_layout.h"

#include <algorithm>

#include "cat4/base/check.h"

namespace cat4 {

std::string Spliced(std::string_view bytes, std::vector<Splice> splices) {
  std::ranges::stable_sort(splices, {}, &Splice::begin);
  std::string out;
  std::size_t done = 0;
  for (const Splice& splice : splices) {
    CAT4_CHECK(done <= splice.begin && splice.begin <= splice.end && splice.end <= bytes.size());
    out.append(bytes.substr(done, splice.begin - done)).append(splice.text);
    done = splice.end;
  }
  return out.append(bytes.substr(done));
}

std::size_t Layout::LineStart(std::size_t offset) const {
  const std::size_t newline = offset == 0 ? std::string_view::npos : bytes_.rfind('\n', offset - 1);
  return newline == std::string_view::npos ? 0 : newline + 1;
}

std::size_t Layout::LineEnd(std::size_t offset) const {
  return std::min(bytes_.find('\n', offset), bytes_.size());
}

bool Layout::IsFirstOnLine(std::size_t offset) const { return SkipSpaces(LineStart(offset)) >= offset; }

std::size_t Layout::SkipSpaces(std::size_t offset) const {
  while (offset < bytes_.size() && bytes_[offset] == ' ') ++offset;
  return offset;
}

std::size_t Layout::SkipToContent(std::size_t offset) const {
  while (offset < bytes_.size()) {
    if (bytes_[offset] == '#') {
      offset = LineEnd(offset);
    } else if (bytes_[offset] == ' ' || bytes_[offset] == '\n') {
      ++offset;
    } else {
      break;
    }
  }
  return offset;
}

std::size_t Layout::CommentBehind(std::size_t end) const {
  const std::size_t next = SkipSpaces(end);
  return next > end && At(next) == '#' ? next : std::string_view::npos;
}

const Node* Layout::ChildAt(const Node& parent, std::size_t index) const {
  for (const Node& child : document_.children(parent)) {
    if (index-- == 0) return &child;
  }
  return nullptr;
}

std::size_t Layout::StartOf(const Node& parent, std::size_t index) const {
  const Node& child = *ChildAt(parent, index);
  if (parent.kind == NodeKind::kMap) return child.key_span.offset();
  if (parent.flow) return child.span.offset();
  return SkipToContent(index == 0 ? parent.span.offset() : ChildAt(parent, index - 1)->span.end());
}

std::size_t Layout::IndicatorEnd(const Node& parent, std::size_t index) const {
  const std::size_t start = StartOf(parent, index);
  if (parent.kind == NodeKind::kSequence) return parent.flow ? start : start + 1;
  const std::size_t key_end = ChildAt(parent, index)->key_span.end();
  const std::size_t colon = SkipSpaces(key_end);
  return At(colon) == ':' ? colon + 1 : key_end;
}

std::size_t Layout::BehindChild(const Node& child, std::size_t column) const {
  std::size_t behind = LineEnd(child.span.end()) + 1;
  for (std::size_t line = behind; line < bytes_.size(); line = LineEnd(line) + 1) {
    const std::size_t first = SkipSpaces(line);
    if (At(first) == '\n') continue;
    if (At(first) != '#' || first - line <= column) break;
    behind = LineEnd(line) + 1;
  }
  return std::min(behind, bytes_.size());
}

}  // namespace cat4
