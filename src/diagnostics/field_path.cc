#include "diagnostics/field_path.h"

#include <algorithm>

#include "cat4/base/text.h"

namespace cat4 {
namespace {

constexpr std::size_t kLongest = 80;  // bytes of a name that count

// The key that a line begins with; empty if it begins with none.
std::string_view KeyOf(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0) return {};
  const bool ends = colon + 1 == text.size() || text[colon + 1] == ' ' || text[colon + 1] == '\r';
  return ends && text.substr(0, colon).find_first_of("{[#") == std::string_view::npos ? text.substr(0, colon)
                                                                                      : std::string_view();
}

}  // namespace

void FieldPaths::Push(Part part) {
  while (!parts_.empty()) {
    const Part& last = parts_.back();
    const bool around = last.indent < part.indent ||
                        (last.indent == part.indent && part.item && !last.item);  // a list below its key
    if (around) break;
    parts_.pop_back();
  }
  parts_.push_back(std::move(part));
}

void FieldPaths::ReadLine(std::string_view line) {
  std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
  std::string_view rest = line.substr(indent);
  if (TrimBlanks(rest).empty() || rest.front() == '#') return;
  while (rest == "-" || rest.starts_with("- ")) {
    const std::size_t skipped = std::min(rest.find_first_not_of(' ', 1), rest.size());
    const std::string_view item = rest.substr(skipped);
    const std::string_view begins = item.substr(0, std::min(item.find(','), item.find(" #")));
    Push({indent, std::string(TrimBlanks(begins.substr(0, kLongest))), true});
    indent += skipped;
    rest = rest.substr(skipped);
  }
  const std::string_view key = KeyOf(rest);
  if (!key.empty()) Push({indent, std::string(key.substr(0, kLongest)), false});
}

void FieldPaths::Seek(std::size_t offset) {
  const std::size_t wanted = offset == 0 ? 0 : bytes_.rfind('\n', std::min(offset, bytes_.size()) - 1) + 1;
  if (wanted < line_) {
    line_ = next_ = 0;
    parts_.clear();
  }
  while (next_ <= wanted && next_ < bytes_.size()) {
    line_ = next_;
    const std::size_t end = std::min(bytes_.find('\n', line_), bytes_.size());
    ReadLine(bytes_.substr(line_, end - line_));
    next_ = end + 1;
  }
}

std::string FieldPaths::At(std::size_t offset) {
  if (offset < line_ || offset >= next_) Seek(offset);
  std::string path;
  for (const Part& part : parts_) path += (path.empty() ? "" : " / ") + part.name;
  return path;
}

}  // namespace cat4
