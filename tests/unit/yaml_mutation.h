// Small changes of YAML texts, as slips of an editor or an attacker might make them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace cat4 {

class YamlMutation {
 public:
  explicit YamlMutation(std::uint64_t seed) : random_(seed) {}

  // One to three changes of bytes or lines. `other` lends lines.
  std::string Of(std::string_view bytes, std::string_view other) {
    std::string text(Excerpt(bytes));
    for (std::size_t i = 1 + Below(3); i > 0; --i) {
      if (text.empty()) text = "a: b\n";
      Below(2) == 0 ? ChangeBytes(text) : ChangeLines(text, other);
    }
    return text;
  }
  std::size_t Below(std::size_t count) { return static_cast<std::size_t>(random_() % count); }

 private:
  // Some lines of a long text, so that most changes fall where something else can go wrong because of them.
  std::string_view Excerpt(std::string_view bytes) {
    constexpr std::size_t kMost = 700;
    if (bytes.size() <= kMost || Below(8) == 0) return bytes.substr(0, 4 * kMost);
    const std::size_t begin = LineStart(bytes, Below(2) == 0 ? 0 : Below(bytes.size()));
    return bytes.substr(begin, LineStart(bytes, std::min(bytes.size() - 1, begin + kMost)) - begin);
  }
  static std::size_t LineStart(std::string_view text, std::size_t at) {
    while (at > 0 && text[at - 1] != '\n') --at;
    return at;
  }
  static std::size_t LineEnd(std::string_view text, std::size_t at) {
    const std::size_t end = text.find('\n', at);
    return end == std::string_view::npos ? text.size() : end + 1;
  }
  std::string_view LineOf(std::string_view text) {
    if (text.empty()) return {};
    const std::size_t begin = LineStart(text, Below(text.size()));
    return text.substr(begin, LineEnd(text, begin) - begin);
  }

  std::string_view Token() {
    static constexpr std::string_view kTokens[] = {
        " ",    "  ",       "\n",           "\n\n", "\n  ", " #",   "#",       ": ",  ":",   ":\n",   "- ",
        "-\n",  "-",        "? ",           ", ",   ",",    "[",    "]",       "{",   "}",   "[]",    "{}",
        "'",    "''",       "\"",           "\\",   "\\n",  "\\x",  "\\u00e9", "|\n", " |",  "|-",    "|+",
        "|2",   ">",        ">-",           "&a",   "*a",   "!t",   "%",       "@",   "`",   "~",     "null",
        "<<: ", "\xC3\xA4", "\xE2\x80\x93", "a",    "0",    "a: b", "- a",     "\t",  "...", "\n---", "=",
        "a: ",  ">\n"};
    return kTokens[Below(std::size(kTokens))];
  }

  void ChangeBytes(std::string& text) {
    const std::size_t at = Below(text.size());
    switch (Below(4)) {
      case 0:
        text.erase(at, 1 + Below(4));
        break;
      case 1:
        text.replace(at, 1, Token());
        break;
      default:
        text.insert(at, Token());
    }
  }

  void ChangeLines(std::string& text, std::string_view other) {
    const std::size_t begin = LineStart(text, Below(text.size()));
    const std::size_t end = LineEnd(text, begin);
    const std::string line = text.substr(begin, end - begin);
    switch (Below(7)) {
      case 0:
        text.erase(begin, end - begin);
        break;
      case 1:
        text.insert(begin, line);
        break;
      case 2:
        text.insert(begin, LineOf(other));
        break;
      case 3:
        text.insert(begin, 1 + Below(3), ' ');
        break;
      case 4:
        if (line.starts_with(' ')) text.erase(begin, 1 + Below(2));
        break;
      case 5:
        text.insert(begin, Below(2) == 0 ? "\n" : "  # note\n");
        break;
      default:
        text.insert(end - 1, Below(2) == 0 ? Token() : LineOf(other));
    }
  }

  std::mt19937_64 random_;
};

}  // namespace cat4
