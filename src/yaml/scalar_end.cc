#include "yaml/scalar_end.h"

#include <algorithm>

#include "cat4/base/text.h"

namespace cat4 {

std::size_t QuotedEnd(std::string_view bytes, std::size_t begin) {
  const char quote = bytes[begin];
  for (std::size_t i = begin + 1; i < bytes.size(); ++i) {
    if (bytes[i] == '\\' && quote == '"') {
      ++i;
    } else if (bytes[i] == quote) {
      const bool doubled = quote == '\'' && i + 1 < bytes.size() && bytes[i + 1] == quote;
      if (!doubled) return i + 1;
      ++i;
    }
  }
  return std::string_view::npos;
}

BlockEnd FindBlockEnd(std::string_view bytes, std::size_t begin, std::size_t parent) {
  BlockEnd block;
  std::size_t line_end = std::min(bytes.find('\n', begin), bytes.size());
  std::string_view header = bytes.substr(begin + 1, line_end - begin - 1);
  if (header.starts_with('-')) header.remove_prefix(1);
  const std::string_view rest = TrimBlanks(header);
  block.plain_header = rest.empty() || (rest.starts_with('#') && header.starts_with(' '));
  block.end = line_end;
  while (line_end < bytes.size()) {
    const std::size_t start = line_end + 1;
    line_end = std::min(bytes.find('\n', start), bytes.size());
    const std::string_view line = bytes.substr(start, line_end - start);
    const std::size_t indent = line.find_first_not_of(' ');
    if (indent == std::string_view::npos) continue;
    if (indent <= parent) break;
    block.end = line_end;
  }
  return block;
}

}  // namespace cat4
