#include "yaml/emit.h"

#include <algorithm>

#include <fmt/format.h>

#include "cat4/base/text.h"

namespace cat4 {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Words, numbers in any notation of YAML 1.1 (12:30 is one) and dates. Some text that is none of them is
// taken for one, such as 2024-25: quotes too many do no harm.
bool LooksTyped(std::string_view text) {
  constexpr std::string_view kWords[] = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"};
  if (std::ranges::find(kWords, ToLowerAscii(text)) != std::end(kWords)) return true;
  return IsDigit(text.front()) && text.find_first_not_of("0123456789abcdefABCDEFxotTzZ_.,:+- ") == kNone;
}

// No indicator and no start of a number: few characters, because other parsers know indicators of their own.
bool MayStart(char c) {
  return IsLetter(c) || IsDigit(c) || static_cast<unsigned char>(c) >= 0x80 ||
         std::string_view("_(/$").find(c) != kNone;
}

bool HoldsSyntax(std::string_view text, YamlPlace place) {
  const bool anywhere = text.find(": ") != kNone || text.find(" #") != kNone || text.ends_with(':');
  return anywhere || (place == YamlPlace::kFlow && text.find_first_of(",[]{}:?#") != kNone);
}

// Beyond what format 1 refuses, two code points that YAML does not let stand in a file.
bool MustEscape(char32_t c) { return IsInvisibleControl(c) || c == 0xFFFE || c == 0xFFFF; }

bool HoldsEscapes(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = DecodeUtf8(text, i);
    if (point.size == 0 || MustEscape(point.value)) return true;
    i += point.size;
  }
  return false;
}

std::string Escaped(char32_t c) {
  const auto value = static_cast<unsigned>(c);
  switch (c) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      break;
  }
  if (value < 0x100) return fmt::format("\\x{:02X}", value);
  return value < 0x10000 ? fmt::format("\\u{:04X}", value) : fmt::format("\\U{:08X}", value);
}

std::string DoubleQuoted(std::string_view text) {
  std::string quoted = "\"";
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = DecodeUtf8(text, i);
    const std::size_t size = std::max<std::size_t>(1, point.size);
    if (point.size > 0 && MustEscape(point.value)) {
      quoted += Escaped(point.value);
    } else {
      if (point.value == '"' || point.value == '\\') quoted += '\\';
      quoted.append(text.substr(i, size));
    }
    i += size;
  }
  return quoted + '"';
}

std::string SingleQuoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted.append(c == '\'' ? 2 : 1, c);
  return quoted + '\'';
}

// A block starts with a character that is not a space (else its indentation would have to be written down),
// ends with one that is no line end, and can hold no escapes.
bool FitsBlock(std::string_view text) {
  if (text.starts_with(' ') || text.starts_with('\n') || text.ends_with('\n')) return false;
  const std::vector<std::string_view> lines = Split(text, '\n');
  return std::ranges::none_of(lines, HoldsEscapes);
}

}  // namespace

bool IsPlainYaml(std::string_view text, YamlPlace place) {
  return !text.empty() && MayStart(text.front()) && text.back() != ' ' && !LooksTyped(text) &&
         !HoldsSyntax(text, place) && !HoldsEscapes(text);
}

std::string YamlScalar(std::string_view text, YamlPlace place) {
  if (IsPlainYaml(text, place)) return std::string(text);
  const bool single = text.find_first_of("\"\\") != kNone && !HoldsEscapes(text);
  return single ? SingleQuoted(text) : DoubleQuoted(text);
}

std::string QuotedYaml(std::string_view text, ScalarStyle style) {
  const bool single = style == ScalarStyle::kSingleQuoted && !HoldsEscapes(text);
  return single ? SingleQuoted(text) : DoubleQuoted(text);
}

std::string YamlProse(std::string_view text, std::size_t indent) {
  if (text.find('\n') == kNone || !FitsBlock(text)) return YamlScalar(text);
  std::string block = "|-";
  for (const std::string_view line : Split(text, '\n')) {
    block += '\n';
    if (!line.empty()) block.append(indent, ' ').append(line);
  }
  return block;
}

}  // namespace cat4
