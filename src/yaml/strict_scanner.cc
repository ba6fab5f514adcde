// Goes over the bytes once. Every loop within a line ends at its LF, which the gate has made sure of.
#include "yaml/strict_scanner.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "yaml/node_builder.h"

namespace cat4 {
namespace {

// Thrown to leave the rest to yaml-cpp: nothing has been reported.
struct Declined {};

enum CharacterClass : std::uint8_t {
  kWord = 1,       // starts a key, and a plain scalar that no parser takes for anything else
  kInKey = 2,      // goes on in a key
  kEndsPlain = 4,  // to be looked at in a plain scalar
  kEndsFlow = 8,   // to be looked at in a plain scalar inside of brackets
};

constexpr std::array<std::uint8_t, 256> kClasses = [] {
  std::array<std::uint8_t, 256> classes{};
  const auto add = [&](std::string_view characters, int what) {
    for (const char c : characters) {
      std::uint8_t& mask = classes[static_cast<unsigned char>(c)];
      mask = static_cast<std::uint8_t>(mask | what);
    }
  };
  add("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", kWord | kInKey);
  add("-./", kInKey);
  add("\n:#", kEndsPlain | kEndsFlow);
  add(",?[]{}", kEndsFlow);
  return classes;
}();

bool Is(char c, CharacterClass what) { return (kClasses[static_cast<unsigned char>(c)] & what) != 0; }

// Words that yaml-cpp reads as nothing, which the other reader knows how to take.
bool IsNullWord(std::string_view text) {
  return text.size() == 4 && (text == "null" || text == "Null" || text == "NULL");
}

class StrictScanner {
 public:
  StrictScanner(FileId file, std::string_view bytes) : bytes_(bytes), builder_(file, bytes, findings_) {}

  std::optional<Document> Run() {
    try {
      return Root();
    } catch (const Declined&) {
    } catch (const LimitExceeded&) {
    }
    return std::nullopt;
  }

 private:
  // Columns count from 0 and are signed: the end of the file is a line to the left of all others.
  using Column = std::ptrdiff_t;
  static constexpr Column kEndOfFile = -1;
  enum class Inside { kMap, kSequence };

  [[noreturn]] static void Decline() { throw Declined(); }

  std::optional<Document> Root() {
    NextLine(0);
    if (column_ != 0) Decline();
    const char first = bytes_[at_];
    first == '[' || first == '{' ? EndOfValue(Flow(at_)) : Block();
    if (column_ != kEndOfFile || findings_.size() != 0) Decline();
    return builder_.Finish();
  }

  // ---- lines
  // To the first line at or behind `begin` that is neither blank nor a comment.
  void NextLine(std::size_t begin) {
    while (begin < bytes_.size()) {
      const std::size_t first = SkipSpaces(begin);
      if (bytes_[first] != '\n' && bytes_[first] != '#') {
        line_ = begin;
        at_ = first;
        column_ = static_cast<Column>(first - begin);
        return;
      }
      begin = LineEnd(first) + 1;
    }
    column_ = kEndOfFile;
  }
  std::size_t SkipSpaces(std::size_t at) const {
    while (bytes_[at] == ' ') ++at;
    return at;
  }
  std::size_t LineEnd(std::size_t at) const {
    const void* found = std::memchr(bytes_.data() + at, '\n', bytes_.size() - at);
    return static_cast<std::size_t>(static_cast<const char*>(found) - bytes_.data());
  }
  bool IsBlank(char c) const { return c == ' ' || c == '\n'; }
  bool IsDash(std::size_t at) const { return bytes_[at] == '-' && IsBlank(bytes_[at + 1]); }

  // Behind a value there may be blanks, and a comment behind a blank; then comes the next line.
  std::size_t EndOfValue(std::size_t end) {
    const std::size_t next = SkipSpaces(end);
    if (bytes_[next] == '#' && next > end) {
      NextLine(LineEnd(next) + 1);
    } else if (bytes_[next] == '\n') {
      NextLine(next + 1);
    } else {
      Decline();
    }
    return end;
  }

  // ---- block maps and lists. Each returns where what it has read ends, and leaves the next line that is not
  // part of it.
  std::size_t Block() { return IsDash(at_) ? Sequence(at_, column_) : Map(at_, column_); }

  std::size_t Map(std::size_t begin, Column column) {
    builder_.BeginMap(begin, NodeBuilder::Form::kBlock);
    std::size_t end = begin;
    at_ = begin;
    do {
      end = Value(Key(at_), column, Inside::kMap);
    } while (column_ == column);
    if (column_ > column) Decline();
    builder_.End(end);
    return end;
  }

  std::size_t Sequence(std::size_t begin, Column column) {
    builder_.BeginSequence(begin, NodeBuilder::Form::kBlock);
    std::size_t end = begin;
    at_ = begin;
    do {
      end = Value(at_ + 1, column, Inside::kSequence);
    } while (column_ == column && IsDash(at_));
    if (column_ > column) Decline();
    builder_.End(end);
    return end;
  }

  // The place behind the colon.
  std::size_t Key(std::size_t begin) {
    const std::size_t end = KeyEnd(begin);
    if (end == begin) Decline();
    const std::string_view key = bytes_.substr(begin, end - begin);
    if (IsNullWord(key)) Decline();
    builder_.Key(key, begin, end);
    return end + 1;
  }
  // Where a key and its colon stand at `begin`, the end of the key, else `begin`. yaml-cpp knows no key that
  // is longer than 1024 bytes; none is here that comes near.
  std::size_t KeyEnd(std::size_t begin) const {
    constexpr std::size_t kLongest = 256;
    if (!Is(bytes_[begin], kWord)) return begin;
    std::size_t end = begin + 1;
    while (Is(bytes_[end], kInKey)) ++end;
    const bool ends = bytes_[end] == ':' && IsBlank(bytes_[end + 1]);
    return ends && end - begin <= kLongest ? end : begin;
  }

  // What stands behind the colon or dash that ends at `indicator`, in a collection in `column`.
  std::size_t Value(std::size_t indicator, Column column, Inside inside) {
    const std::size_t begin = SkipSpaces(indicator);
    switch (bytes_[begin]) {
      case '\n':
        return ValueBelow(indicator, begin, column, inside);
      case '#':
        return ValueBelow(indicator, LineEnd(begin), column, inside);
      case '[':
      case '{':
        return EndOfValue(Flow(begin));
      case '\'':
      case '"':
        return EndOfValue(Quoted(begin));
      case '|':
      case '>':
        return Text(begin, column);
      default:
        break;
    }
    const Column inner = static_cast<Column>(begin - line_);
    if (inside == Inside::kSequence && IsDash(begin)) return Sequence(begin, inner);
    if (inside == Inside::kSequence && KeyEnd(begin) != begin) return Map(begin, inner);
    return EndOfValue(Plain(begin, kEndsPlain));
  }

  // A block that is indented more, a list in the column of its key, or nothing.
  std::size_t ValueBelow(std::size_t indicator, std::size_t line_end, Column column, Inside inside) {
    NextLine(line_end + 1);
    if (column_ > column) return Block();
    if (column_ == column && inside == Inside::kMap && IsDash(at_)) return Sequence(at_, column_);
    builder_.Null(indicator);
    return indicator;
  }

  // ---- flow maps and lists; each returns the place behind its bracket.
  std::size_t Flow(std::size_t begin) { return bytes_[begin] == '[' ? FlowSequence(begin) : FlowMap(begin); }

  std::size_t FlowSequence(std::size_t begin) {
    builder_.BeginSequence(begin, NodeBuilder::Form::kFlow);
    std::size_t at = SkipSpaces(begin + 1);
    if (bytes_[at] != ']') at = FlowValue(at);
    while (bytes_[at] == ',') at = FlowValue(SkipSpaces(at + 1));
    return EndOfFlow(at, ']');
  }
  std::size_t FlowMap(std::size_t begin) {
    builder_.BeginMap(begin, NodeBuilder::Form::kFlow);
    std::size_t at = SkipSpaces(begin + 1);
    if (bytes_[at] != '}') at = FlowValue(SkipSpaces(Key(at)));
    while (bytes_[at] == ',') at = FlowValue(SkipSpaces(Key(SkipSpaces(at + 1))));
    return EndOfFlow(at, '}');
  }
  std::size_t EndOfFlow(std::size_t at, char bracket) {
    if (bytes_[at] != bracket) Decline();
    builder_.End(at + 1);
    return at + 1;
  }
  // The place of what follows the value.
  std::size_t FlowValue(std::size_t begin) {
    switch (bytes_[begin]) {
      case '[':
      case '{':
        return SkipSpaces(Flow(begin));
      case '\'':
      case '"':
        return SkipSpaces(Quoted(begin));
      default:
        return SkipSpaces(Plain(begin, kEndsFlow));
    }
  }

  // ---- scalars; each returns its end.
  std::size_t Plain(std::size_t begin, CharacterClass ends) {
    const char first = bytes_[begin];
    const bool signed_word = (first == '-' || first == '+' || first == '.') && Is(bytes_[begin + 1], kWord);
    const bool letter =
        static_cast<unsigned char>(first) >= 0x80 || first == '(' || first == '/' || first == '$';
    if (!Is(first, kWord) && !signed_word && !letter) Decline();
    std::size_t end = PlainEnd(begin + 1, ends);
    while (bytes_[end - 1] == ' ') --end;
    const std::string_view text = bytes_.substr(begin, end - begin);
    if (IsNullWord(text)) Decline();
    builder_.Scalar(text, ScalarStyle::kPlain, begin, end);
    return end;
  }
  // Before the end of the line or a comment; in brackets before whatever ends it. Blanks are left on.
  std::size_t PlainEnd(std::size_t at, CharacterClass ends) const {
    for (;; ++at) {
      while (!Is(bytes_[at], ends)) ++at;
      if (bytes_[at] == ':') {
        const char next = bytes_[at + 1];
        if (IsBlank(next) || (ends == kEndsFlow && Is(next, kEndsFlow))) Decline();
      } else if (bytes_[at] != '#') {
        if (bytes_[at] == '?') Decline();
        return at;
      } else if (bytes_[at - 1] == ' ') {
        return at;
      }
    }
  }

  std::size_t Quoted(std::size_t begin) {
    const char quote = bytes_[begin];
    std::size_t end = begin + 1;
    while (bytes_[end] != quote && bytes_[end] != '\\' && bytes_[end] != '\n') ++end;
    const bool doubled = quote == '\'' && bytes_[end + (bytes_[end] == quote ? 1 : 0)] == quote;
    if (bytes_[end] != quote || doubled) return QuotedWithEscapes(begin);
    const std::string_view text = bytes_.substr(begin + 1, end - begin - 1);
    builder_.Scalar(text, StyleOf(quote), begin, end + 1);
    return end + 1;
  }
  static ScalarStyle StyleOf(char quote) {
    return quote == '"' ? ScalarStyle::kDoubleQuoted : ScalarStyle::kSingleQuoted;
  }
  std::size_t QuotedWithEscapes(std::size_t begin) {
    const char quote = bytes_[begin];
    text_.clear();
    std::size_t at = begin + 1;
    for (; bytes_[at] != '\n'; ++at) {
      if (bytes_[at] == quote) {
        if (quote == '"' || bytes_[at + 1] != quote) break;
        ++at;
      } else if (bytes_[at] == '\\' && quote == '"') {
        text_.push_back(Escaped(bytes_[++at]));
        continue;
      }
      text_.push_back(bytes_[at]);
    }
    if (bytes_[at] != quote) Decline();
    builder_.Scalar(text_, StyleOf(quote), begin, at + 1);
    return at + 1;
  }
  static char Escaped(char c) {
    if (c == '"' || c == '\\' || c == '/') return c;
    if (c == 'n') return '\n';
    if (c == 't') return '\t';
    Decline();
  }

  // A | or > block in a collection in `column`. All its lines are indented alike, but for those of a | block
  // that are indented more, and those that are empty.
  std::size_t Text(std::size_t begin, Column column) {
    const bool folded = bytes_[begin] == '>';
    const bool strip = bytes_[begin + 1] == '-';
    EndOfValue(begin + (strip ? 2 : 1));
    std::size_t line = LineEnd(begin) + 1;
    if (line == bytes_.size()) Decline();
    const std::size_t indent = SkipSpaces(line) - line;
    if (static_cast<Column>(indent) <= column || bytes_[line + indent] == '\n') Decline();
    text_.clear();
    std::size_t end = begin, empty_lines = 0;
    while (line < bytes_.size()) {
      const std::size_t first = SkipSpaces(line);
      if (bytes_[first] == '\n') {
        if (first != line) Decline();
        ++empty_lines;
        line = first + 1;
        continue;
      }
      if (static_cast<Column>(first - line) <= column) break;
      const std::size_t more = first - line - indent;
      if (first - line < indent || (folded && more > 0)) Decline();
      AddBreak(folded, empty_lines);
      empty_lines = 0;
      end = LineEnd(first);
      text_.append(bytes_.substr(line + indent, end - line - indent));
      line = end + 1;
    }
    if (!strip) text_.push_back('\n');
    builder_.Scalar(text_, ScalarStyle::kBlock, begin, end);
    NextLine(line);
    return end;
  }
  // Between two lines of a block with `empty` lines between them.
  void AddBreak(bool folded, std::size_t empty) {
    if (text_.empty()) return;
    if (folded && empty == 0) {
      text_.push_back(' ');
    } else {
      text_.append(folded ? empty : empty + 1, '\n');
    }
  }

  std::string_view bytes_;
  Findings findings_;  // anything in it: decline, and let the other reader report it
  NodeBuilder builder_;
  std::string text_;               // of the scalar being read, where it differs from its bytes
  std::size_t line_ = 0, at_ = 0;  // of the line to be read: its start, its first character
  Column column_ = 0;              // of that character
};

}  // namespace

std::optional<Document> ScanStrict(FileId file, std::string_view bytes) {
  if (!bytes.ends_with('\n')) return std::nullopt;
  return StrictScanner(file, bytes).Run();
}

}  // namespace cat4
