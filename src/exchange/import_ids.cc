#include "cat4/exchange/import_ids.h"

#include <cstdint>

#include <fmt/format.h>

#include "cat4/base/text.h"

namespace cat4 {
namespace {

constexpr std::size_t kMaxId = 64;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

// The characters that are kept, with one '-' for every run of others between them.
template <typename Keep>
std::string Hyphenated(std::string_view text, Keep keep) {
  std::string id;
  bool gap = false;
  for (const char c : text) {
    if (!keep(c)) {
      gap = true;
      continue;
    }
    if (gap && !id.empty()) id += '-';
    gap = false;
    id += c;
  }
  return id;
}

// FNV-1a: no protection against intent, only different suffixes for different texts.
std::uint32_t HashOf(std::string_view text) {
  std::uint32_t hash = 2'166'136'261U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619U;
  return hash;
}

}  // namespace

std::string ClipId(std::string_view id) {
  constexpr std::size_t kSuffix = 9;  // '-' and eight hex digits
  if (id.size() <= kMaxId) return std::string(id);
  std::string_view start = id.substr(0, kMaxId - kSuffix);
  while (start.ends_with('-')) start.remove_suffix(1);
  return fmt::format("{}-{:08x}", start, HashOf(id));
}

std::string SlugOf(std::string_view text) {
  const auto keep = [](char c) { return IsLower(c) || IsDigit(c); };
  return ClipId(Hyphenated(ToLowerAscii(WithoutMarks(text)), keep));
}

std::string ReferenceOf(std::string_view text, IdForm form) {
  if (IsId(text, form)) return std::string(text);
  const bool code = form == IdForm::kCode;
  const std::string plain = code ? WithoutMarks(text) : ToLowerAscii(WithoutMarks(text));
  return Hyphenated(plain, [&](char c) {
    return IsLower(c) || IsUpper(c) || IsDigit(c) || c == '.' || c == '_' || c == '-';
  });
}

std::string MeasureIdOf(std::string_view text, std::string_view prefix) {
  std::string upper = WithoutMarks(text);
  for (char& c : upper) {
    if (IsLower(c)) c = static_cast<char>(c - 'a' + 'A');
  }
  std::string id = Hyphenated(upper, [](char c) { return IsUpper(c) || IsDigit(c); });
  const bool complete = id.empty() || (IsUpper(id.front()) && id.find('-') != std::string::npos);
  return complete || prefix.empty() ? id : fmt::format("{}-{}", prefix, id);
}

}  // namespace cat4
