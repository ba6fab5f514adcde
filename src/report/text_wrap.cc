#include "report/text_wrap.h"

#include <algorithm>

#include "cat4/base/text.h"

namespace cat4 {
namespace {

// Bytes of the text that fill at most so many columns; at least one character.
std::size_t FittingBytes(std::string_view text, std::size_t columns) {
  std::size_t end = 0;
  for (CodePoint next = DecodeUtf8(text, 0); next.size > 0; next = DecodeUtf8(text, end)) {
    if (end > 0 && DisplayWidth(text.substr(0, end + next.size)) > columns) break;
    end += next.size;
  }
  return end == 0 ? text.size() : end;
}

// Where the first line ends: behind its last word that fits, or in the middle of a word that is too long.
std::size_t EndOfLine(std::string_view text, std::size_t columns) {
  const std::size_t fits = FittingBytes(text, columns);
  if (fits == text.size() || text[fits] == ' ') return fits;
  const std::size_t space = text.find_last_of(' ', fits);
  return space == std::string_view::npos || space == 0 ? fits : space;
}

// A line that a CI service would take for a command has it at its start, and there only where text is parted.
std::string Harmless(std::string_view line) {
  constexpr std::string_view kCommand = "::", kShown = "\\x3A:";
  if (!line.starts_with(kCommand)) return std::string(line);
  return std::string(kShown) + std::string(line.substr(kCommand.size()));
}

}  // namespace

std::vector<std::string> WrapText(std::string_view text, std::size_t columns, std::size_t lines) {
  const std::size_t indent = std::min(text.find_first_not_of(' '), text.size());
  const std::string margin(text.substr(0, std::min(indent, columns / 2)));
  text.remove_prefix(indent);
  const std::size_t room = std::max<std::size_t>(1, columns - std::min(columns, margin.size()));
  std::vector<std::string> wrapped;
  std::string parted;
  while (wrapped.size() + 1 < lines && DisplayWidth(text) > room) {
    const std::size_t end = EndOfLine(text, room);
    wrapped.push_back(margin + std::string(text.substr(0, end)));
    text.remove_prefix(std::min(text.find_first_not_of(' ', end), text.size()));
    parted = Harmless(text);
    text = parted;
  }
  if (!text.empty() || wrapped.empty()) wrapped.push_back(margin + CutToWidth(text, room));
  return wrapped;
}

}  // namespace cat4
