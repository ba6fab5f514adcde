#include "cat4/base/text.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <numeric>

#include <fmt/format.h>
#include <utf8proc.h>

#include "cat4/base/ascii.h"
#include "cat4/base/ci_commands.h"

namespace cat4 {
namespace {

const utf8proc_uint8_t* Bytes(std::string_view text) {
  return reinterpret_cast<const utf8proc_uint8_t*>(text.data());
}

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// utf8proc's result, or the input unchanged where it can't be mapped.
std::string Map(std::string_view text, int options) {
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t size = utf8proc_map(Bytes(text), static_cast<utf8proc_ssize_t>(text.size()), &mapped,
                                             static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
  if (size < 0) return std::string(text);
  return std::string(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size));
}

// Optimal string alignment distance: insertions, deletions, substitutions, swaps of neighbours.
std::size_t Distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), previous(b.size() + 1), current(b.size() + 1);
  std::iota(previous.begin(), previous.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) current[j] = std::min(current[j], before[j - 2] + 1);
    }
    before.swap(previous);
    previous.swap(current);
  }
  return previous[b.size()];
}

// True for text of nothing but characters that no normalisation touches and that mark no others: those before
// the combining marks, and the punctuation and currency signs of western languages.
bool IsSurelyNfc(std::string_view text) {
  for (std::size_t i = PlainAsciiPrefix(text); i < text.size(); i += PlainAsciiPrefix(text.substr(i))) {
    const CodePoint point = DecodeUtf8(text, i);
    const bool punctuation = point.value >= 0x2010 && point.value <= 0x20CF;
    if (point.size == 0 || (point.value >= 0x300 && !punctuation)) return false;
    i += point.size;
  }
  return true;
}

}  // namespace

std::string_view TrimBlanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0;;) {
    const std::size_t end = text.find(separator, begin);
    parts.push_back(text.substr(begin, end - begin));
    if (end == std::string_view::npos) return parts;
    begin = end + 1;
  }
}

std::string ToLowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::string Join(std::span<const std::string_view> words, std::string_view separator) {
  return fmt::format("{}", fmt::join(words, separator));
}

std::string Count(std::size_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

std::string_view NearestWord(std::string_view word, std::span<const std::string_view> candidates) {
  constexpr std::size_t kLongestSlip = 64;
  std::string_view nearest;
  if (word.size() > kLongestSlip) return nearest;
  std::size_t limit = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t shorter = std::min(word.size(), candidate.size());
    if (std::max(word.size(), candidate.size()) - shorter >= limit) continue;
    const std::size_t distance = Distance(ToLowerAscii(word), ToLowerAscii(candidate));
    if (distance >= limit) continue;
    limit = distance;
    nearest = candidate;
  }
  return nearest;
}

CodePoint DecodeUtf8(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return {};
  const auto lead = static_cast<unsigned char>(text[offset]);
  if (lead < 0x80) return {lead, 1};
  utf8proc_int32_t value = 0;
  const utf8proc_ssize_t size =
      utf8proc_iterate(Bytes(text) + offset, static_cast<utf8proc_ssize_t>(text.size() - offset), &value);
  if (size <= 0) return {};
  return {static_cast<char32_t>(value), static_cast<std::size_t>(size)};
}

std::size_t FindInvalidUtf8(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size();) {
    if (const std::size_t ascii = PlainAsciiPrefix(bytes.substr(i)); ascii > 0) {
      i += ascii;
      continue;
    }
    const std::size_t size = DecodeUtf8(bytes, i).size;
    if (size == 0) return i;
    i += size;
  }
  return std::string_view::npos;
}

std::size_t FindTooManyMarks(std::string_view text) {
  constexpr int kMostMarks = 30;
  if (IsSurelyNfc(text)) return std::string_view::npos;
  int marks = 0;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = DecodeUtf8(text, i);
    const bool mark = point.value >= 0x300 &&
                      utf8proc_get_property(static_cast<utf8proc_int32_t>(point.value))->combining_class != 0;
    marks = mark ? marks + 1 : 0;
    if (marks > kMostMarks) return i;
    i += std::max<std::size_t>(1, point.size);
  }
  return std::string_view::npos;
}

std::size_t FindNotNfc(std::string_view text) {
  if (IsSurelyNfc(text)) return std::string_view::npos;
  const std::string normal = Map(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  const auto [at, other] = std::mismatch(text.begin(), text.end(), normal.begin(), normal.end());
  if (at == text.end() && other == normal.end()) return std::string_view::npos;
  auto offset = static_cast<std::size_t>(at - text.begin());
  while (offset > 0 && offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0) == 0x80)
    --offset;
  return offset;
}

std::string ToNfc(std::string_view text) {
  return IsAscii(text) ? std::string(text) : Map(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

std::string WithoutMarks(std::string_view text) {
  if (IsAscii(text)) return std::string(text);
  return Map(text, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK);
}

std::string FoldName(std::string_view name) {
  if (IsAscii(name)) return ToLowerAscii(name);
  return Map(name, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
}

bool IsInvisibleControl(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c <= 0x9F);
  const bool bidirectional = c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
                             (c >= 0x2066 && c <= 0x2069);
  const bool zero_width = c == 0x00AD || c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 ||
                          c == 0x17B5 || c == 0x180E || (c >= 0x200B && c <= 0x200D) ||
                          (c >= 0x2060 && c <= 0x2065) || (c >= 0x206A && c <= 0x206F) || c == 0x3164 ||
                          c == 0xFEFF || c == 0xFFA0 || (c >= 0xFFF9 && c <= 0xFFFB);
  const bool separator = c == 0x2028 || c == 0x2029;
  const bool tag = c >= 0xE0000 && c <= 0xE0FFF;
  return control || bidirectional || zero_width || separator || tag;
}

std::string_view WantedInText(std::string_view text, TextForm form) {
  const bool prose = form == TextForm::kProse;
  if (text.empty()) return "some text, or leave the key out";
  const std::size_t ascii = PlainAsciiPrefix(text);
  if (!prose && text.substr(0, ascii).find('\n') != std::string_view::npos)
    return "one line (a block with one line starts with |- or >-)";
  for (std::size_t i = ascii; i < text.size();) {
    const CodePoint point = DecodeUtf8(text, i);
    if (point.size == 0) return "text in UTF-8";
    const bool line_end = point.value == '\n';
    if (line_end && !prose) return "one line (a block with one line starts with |- or >-)";
    if (!line_end && IsInvisibleControl(point.value)) return "text without control or invisible characters";
    i += point.size;
  }
  if (!prose && (text.front() == ' ' || text.back() == ' ')) return "text without spaces around it";
  if (FindTooManyMarks(text) != std::string_view::npos) return "text with at most 30 marks in a row";
  if (FindNotNfc(text) != std::string_view::npos) return "text in Unicode normal form C";
  return {};
}

std::size_t DisplayWidth(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = DecodeUtf8(text, i);
    if (point.size == 0) return width + text.size() - i;
    width +=
        static_cast<std::size_t>(std::max(0, utf8proc_charwidth(static_cast<utf8proc_int32_t>(point.value))));
    i += point.size;
  }
  return width;
}

std::string CutToWidth(std::string_view text, std::size_t columns) {
  std::size_t width = 0, end = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t size = std::max<std::size_t>(1, DecodeUtf8(text, i).size);
    width += DisplayWidth(text.substr(i, size));
    i += size;
    if (width < columns) end = i;  // one column is kept for the ellipsis
    if (width > columns) return columns == 0 ? "" : std::string(text.substr(0, end)) + "…";
  }
  return std::string(text);
}

std::string PadRight(std::string_view text, std::size_t columns) {
  const std::size_t width = DisplayWidth(text);
  return std::string(text) + std::string(width < columns ? columns - width : 0, ' ');
}

std::string PadLeft(std::string_view text, std::size_t columns) {
  const std::size_t width = DisplayWidth(text);
  return std::string(width < columns ? columns - width : 0, ' ') + std::string(text);
}

namespace {

// What the runners of CI services trim from a line before they look for a command.
bool IsBlank(char32_t c) {
  return c == ' ' || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

bool StartsCommand(std::string_view text) { return text.starts_with("##[") || text.starts_with("##vso["); }

}  // namespace

std::string Printable(std::string_view bytes) {
  bool leading = true;  // nothing but blanks so far
  std::string safe;
  safe.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size();) {
    const CodePoint point = DecodeUtf8(bytes, i);
    if (point.size == 0) {
      safe += fmt::format("\\x{:02X}", static_cast<unsigned char>(bytes[i++]));
      leading = false;
      continue;
    }
    const std::string_view rest = bytes.substr(i);
    const bool command = (leading && rest.starts_with("::")) || StartsCommand(rest);
    leading = leading && IsBlank(point.value);
    if (command || IsInvisibleControl(point.value)) {
      safe += point.value < 0x80 ? fmt::format("\\x{:02X}", static_cast<unsigned>(point.value))
                                 : fmt::format("\\u{{{:X}}}", static_cast<unsigned>(point.value));
    } else {
      safe.append(bytes.substr(i, point.size));
    }
    i += point.size;
  }
  return safe;
}

std::string DisarmCommands(std::string_view text) {
  bool leading = true;  // nothing but blanks so far, in this line
  std::string safe;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = DecodeUtf8(text, i);
    const std::size_t size = std::max<std::size_t>(point.size, 1);
    const std::string_view rest = text.substr(i);
    if ((leading && rest.starts_with("::")) || StartsCommand(rest)) {
      safe += fmt::format("\\x{:02X}", static_cast<unsigned char>(rest.front()));
    } else {
      safe.append(rest.substr(0, size));
    }
    leading = rest.front() == '\n' || (leading && point.size > 0 && IsBlank(point.value));
    i += size;
  }
  return safe;
}

std::string ShellQuoted(std::string_view text) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-_./:,@+").find(c) != std::string_view::npos;
  };
  if (!text.empty() && std::ranges::all_of(text, is_plain)) return std::string(text);
  if (text.find_first_of("\"\\$`!") == std::string_view::npos) return fmt::format("\"{}\"", text);
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

std::string Hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * bytes.size());
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    hex += kDigits[value >> 4];
    hex += kDigits[value & 15];
  }
  return hex;
}

std::size_t Utf16Length(std::string_view text) {
  std::size_t units = 0;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = DecodeUtf8(text, i);
    units += point.value > 0xFFFF ? 2 : 1;
    i += std::max<std::size_t>(1, point.size);
  }
  return units;
}

}  // namespace cat4
