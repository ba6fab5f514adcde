#include "cat4/model/id.h"

#include <algorithm>
#include <string>
#include <vector>

#include "cat4/base/text.h"

namespace cat4 {
namespace {

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsMeasureId(std::string_view text) {
  constexpr std::size_t kMaxMeasureId = 32;
  if (text.size() > kMaxMeasureId || text.empty() || !IsUpper(text.front())) return false;
  const std::vector<std::string_view> parts = Split(text, '-');
  return parts.size() >= 2 && std::ranges::all_of(parts, [](std::string_view part) {
           return !part.empty() && std::ranges::all_of(part, [](char c) { return IsUpper(c) || IsDigit(c); });
         });
}

}  // namespace

bool IsId(std::string_view text, IdForm form) {
  if (form == IdForm::kMeasure) return IsMeasureId(text);
  if (form == IdForm::kPrefix) return IsMeasureId(std::string(text) + "-0000");
  const bool upper = form == IdForm::kCode;
  const auto first = [&](char c) { return IsLower(c) || IsDigit(c) || (upper && IsUpper(c)); };
  const auto rest = [&](char c) { return first(c) || c == '.' || c == '_' || c == '-'; };
  return !text.empty() && text.size() <= 64 && first(text.front()) && std::ranges::all_of(text, rest);
}

std::string_view DescribeId(IdForm form) {
  switch (form) {
    case IdForm::kName:
      return "1 to 64 of a-z, 0-9, '.', '_', '-', starting with a letter or digit";
    case IdForm::kCode:
      return "1 to 64 of A-Z, a-z, 0-9, '.', '_', '-', starting with a letter or digit";
    case IdForm::kMeasure:
      return "capitals and digits in parts joined by '-', such as INV-7K3Q, at most 32 characters";
    case IdForm::kPrefix:
      return "capitals and digits, starting with a letter, such as INV";
  }
  return {};
}

}  // namespace cat4
