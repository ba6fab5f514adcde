#include "cat4/base/line_diff.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <fmt/format.h>

namespace cat4 {
namespace {

using Lines = std::vector<std::string_view>;

Lines LinesOf(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

struct DiffLine {
  char mark = ' ';  // ' ', '-' or '+'
  std::string_view text;
};
using Diff = std::vector<DiffLine>;

// Longest common subsequences of all pairs of tails of two short lists of lines.
class CommonTails {
 public:
  CommonTails(const Lines& a, const Lines& b)
      : columns_(b.size() + 1), lengths_((a.size() + 1) * columns_, 0) {
    for (std::size_t i = a.size(); i-- > 0;) {
      for (std::size_t j = b.size(); j-- > 0;) {
        lengths_[i * columns_ + j] =
            a[i] == b[j] ? At(i + 1, j + 1) + 1 : std::max(At(i + 1, j), At(i, j + 1));
      }
    }
  }
  std::uint32_t At(std::size_t i, std::size_t j) const { return lengths_[i * columns_ + j]; }

 private:
  std::size_t columns_;
  std::vector<std::uint32_t> lengths_;
};

void Replace(const Lines& before, const Lines& after, Diff& out) {
  constexpr std::size_t kMaxPairs = 4'000'000;  // beyond it, all lines count as replaced
  std::size_t i = 0, j = 0;
  if (before.size() * after.size() <= kMaxPairs) {
    const CommonTails common(before, after);
    while (i < before.size() && j < after.size()) {
      if (before[i] == after[j]) {
        out.push_back({' ', before[i++]});
        ++j;
      } else if (common.At(i + 1, j) >= common.At(i, j + 1)) {
        out.push_back({'-', before[i++]});
      } else {
        out.push_back({'+', after[j++]});
      }
    }
  }
  for (; i < before.size(); ++i) out.push_back({'-', before[i]});
  for (; j < after.size(); ++j) out.push_back({'+', after[j]});
}

Diff DiffOf(const Lines& before, const Lines& after) {
  const auto head = std::ranges::mismatch(before, after);
  std::size_t same_tail = 0;
  const auto rest = std::min(before.end() - head.in1, after.end() - head.in2);
  while (static_cast<std::ptrdiff_t>(same_tail) < rest &&
         before[before.size() - 1 - same_tail] == after[after.size() - 1 - same_tail]) {
    ++same_tail;
  }
  const auto tail = static_cast<std::ptrdiff_t>(same_tail);
  Diff diff;
  for (auto line = before.begin(); line != head.in1; ++line) diff.push_back({' ', *line});
  Replace({head.in1, before.end() - tail}, {head.in2, after.end() - tail}, diff);
  for (auto line = before.end() - tail; line != before.end(); ++line) diff.push_back({' ', *line});
  return diff;
}

// "12,4": where a part of a text starts, 1-based, and how many lines it has.
std::string Range(std::size_t lines_before, std::size_t count) {
  const std::size_t start = count == 0 ? lines_before : lines_before + 1;
  return count == 1 ? fmt::to_string(start) : fmt::format("{},{}", start, count);
}

}  // namespace

std::string UnifiedDiff(std::string_view path, std::string_view before, std::string_view after) {
  constexpr std::size_t kContext = 3;
  if (before == after) return {};
  const Diff diff = DiffOf(LinesOf(before), LinesOf(after));
  std::string text = fmt::format("--- a/{0}\n+++ b/{0}\n", path);
  std::size_t old_line = 0, new_line = 0, done = 0;
  const auto next_change = [&](std::size_t from) {
    while (from < diff.size() && diff[from].mark == ' ') ++from;
    return from;
  };
  for (std::size_t change = next_change(0); change < diff.size(); change = next_change(done)) {
    const std::size_t begin = std::max(done, change - std::min(change, kContext));
    std::size_t end = change;  // changes that share their context stand together
    for (std::size_t next = change; next < diff.size() && next <= end + 2 * kContext;
         next = next_change(end)) {
      end = next + 1;
    }
    end = std::min(end + kContext, diff.size());
    old_line += begin - done;
    new_line += begin - done;
    std::string hunk;
    std::size_t old_count = 0, new_count = 0;
    for (std::size_t i = begin; i < end; ++i) {
      hunk += fmt::format("{}{}", diff[i].mark, diff[i].text);
      old_count += diff[i].mark != '+';
      new_count += diff[i].mark != '-';
    }
    text += fmt::format("@@ -{} +{} @@\n{}", Range(old_line, old_count), Range(new_line, new_count), hunk);
    old_line += old_count;
    new_line += new_count;
    done = end;
  }
  return text;
}

}  // namespace cat4
