#include "cli/change_text.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "cat4/base/text.h"

namespace cat4 {
namespace {

constexpr std::size_t kContext = 3;
constexpr std::size_t kMaxTable = 4'000'000;  // cells of the table of common subsequences

struct Line {
  char mark = ' ';  // ' ', '-' or '+'
  std::string_view text;
};

std::vector<std::string_view> LinesOf(const std::optional<std::string>& bytes) {
  if (!bytes || bytes->empty()) return {};
  std::vector<std::string_view> lines = Split(*bytes, '\n');
  if (lines.back().empty()) lines.pop_back();
  return lines;
}

using Lines = std::span<const std::string_view>;

// The lines between those that are equal at both ends, by the longest common subsequence.
void CompareMiddle(Lines before, Lines after, std::vector<Line>& out) {
  const std::size_t rows = before.size(), columns = after.size();
  if ((rows + 1) * (columns + 1) > kMaxTable) {
    for (const std::string_view line : before) out.push_back({'-', line});
    for (const std::string_view line : after) out.push_back({'+', line});
    return;
  }
  std::vector<std::uint32_t> common((rows + 1) * (columns + 1), 0);
  const auto at = [&](std::size_t row, std::size_t column) -> std::uint32_t& {
    return common[row * (columns + 1) + column];
  };
  for (std::size_t row = rows; row-- > 0;) {
    for (std::size_t column = columns; column-- > 0;) {
      at(row, column) = before[row] == after[column] ? at(row + 1, column + 1) + 1
                                                     : std::max(at(row + 1, column), at(row, column + 1));
    }
  }
  std::size_t row = 0, column = 0;
  while (row < rows || column < columns) {
    if (row < rows && column < columns && before[row] == after[column]) {
      out.push_back({' ', before[row++]});
      ++column;
    } else if (row < rows && (column == columns || at(row + 1, column) >= at(row, column + 1))) {
      out.push_back({'-', before[row++]});
    } else {
      out.push_back({'+', after[column++]});
    }
  }
}

std::vector<Line> Compare(Lines before, Lines after) {
  std::size_t head = 0, tail = 0;
  const std::size_t most = std::min(before.size(), after.size());
  while (head < most && before[head] == after[head]) ++head;
  while (tail < most - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
  std::vector<Line> lines;
  for (const std::string_view line : before.first(head)) lines.push_back({' ', line});
  CompareMiddle(before.subspan(head, before.size() - head - tail),
                after.subspan(head, after.size() - head - tail), lines);
  for (const std::string_view line : before.last(tail)) lines.push_back({' ', line});
  return lines;
}

// Lines that are shown: those that change, and some around them.
std::vector<bool> Shown(const std::vector<Line>& lines) {
  std::vector<bool> shown(lines.size(), false);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].mark == ' ') continue;
    const std::size_t end = std::min(lines.size(), i + kContext + 1);
    for (std::size_t j = i - std::min(i, kContext); j < end; ++j) shown[j] = true;
  }
  return shown;
}

// "@@ -12,3 +12,4 @@" and the lines of one run.
std::string HunkText(std::span<const Line> lines, std::size_t old_line, std::size_t new_line) {
  const auto count = [&](char not_counted) {
    return static_cast<std::size_t>(
        std::ranges::count_if(lines, [&](const Line& line) { return line.mark != not_counted; }));
  };
  const std::size_t removed = count('+'), added = count('-');
  std::string text = fmt::format("@@ -{},{} +{},{} @@\n", removed == 0 ? old_line - 1 : old_line, removed,
                                 added == 0 ? new_line - 1 : new_line, added);
  for (const Line& line : lines) text += fmt::format("{}{}\n", line.mark, Printable(line.text));
  return text;
}

}  // namespace

std::string ChangeText(const std::string& path, const std::optional<std::string>& before,
                       const std::optional<std::string>& after) {
  if (before == after) return {};
  const std::vector<std::string_view> old_lines = LinesOf(before), new_lines = LinesOf(after);
  const std::vector<Line> lines = Compare(old_lines, new_lines);
  const std::vector<bool> shown = Shown(lines);
  std::string text = fmt::format("--- {}\n+++ {}\n", before ? Printable(path) : "/dev/null",
                                 after ? Printable(path) : "/dev/null");
  std::size_t old_line = 1, new_line = 1;
  for (std::size_t i = 0; i < lines.size();) {
    std::size_t end = i;
    while (end < lines.size() && shown[end] == shown[i]) ++end;
    const std::span<const Line> run = std::span(lines).subspan(i, end - i);
    if (shown[i]) text += HunkText(run, old_line, new_line);
    for (const Line& line : run) {
      old_line += line.mark == '+' ? 0u : 1u;
      new_line += line.mark == '-' ? 0u : 1u;
    }
    i = end;
  }
  return text;
}

}  // namespace cat4
