// The only file that sees yaml-cpp: its events, checked against the bytes they came from, become nodes.
//
// yaml-cpp 0.7 says where a value starts but not where it ends, and accepts more than the format does. So every
// event is followed in the bytes: where the value ends, what stands behind it, and whether it is written in a form
// that the format knows.
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <streambuf>

#include "cat4/base/text.h"
#include "cat4/yaml/document.h"
#include "yaml/byte_gate.h"
#include "yaml/node_builder.h"
#include "yaml/scalar_end.h"

namespace cat4 {
namespace {

// Thrown out of an event to end reading; the reason has been reported.
struct Stop {};

constexpr std::size_t kNone = std::string_view::npos;

class EventReader : public YAML::EventHandler {
 public:
  EventReader(FileId file, std::string_view bytes, Findings& findings)
      : file_(file), bytes_(bytes), findings_(findings), builder_(file, bytes, findings) {}

  Document Finish() { return builder_.Finish(); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (!document_seen_) {
      document_seen_ = true;
      return;
    }
    Syntax(Offset(mark), "content that belongs to nothing before it");
    throw Stop();
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const std::size_t at = SkipProperties(Offset(mark), anchor != 0, "");
    const std::size_t length = NullWordAt(at);
    if (length > 0) {
      Plain(at, bytes_.substr(at, length));
    } else if (AtKey()) {
      Syntax(at, "an entry without a key");
      throw Stop();
    } else if (!open_.empty() && open_.back().kind == NodeKind::kSequence && open_.back().flow) {
      Syntax(at, "an empty item in a flow sequence");
      throw Stop();
    } else {
      Empty(at);
    }
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    const std::size_t begin = Offset(mark);
    const std::size_t end = WordEnd(begin);
    Forbid(begin, end - begin, "an alias", "write the value out: every reader must see the same text");
    if (AtKey()) {
      builder_.Key(bytes_.substr(begin, end - begin), begin, end);
      KeyDone(end);
    } else {
      builder_.Refused(begin, end);
      ValueDone(end);
    }
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    const std::size_t begin = SkipProperties(Offset(mark), anchor != 0, tag);
    if (begin >= bytes_.size()) return Empty(begin);
    switch (tag == "?" ? '\0' : bytes_[begin]) {
      case '\'': return Quoted(begin, value, ScalarStyle::kSingleQuoted);
      case '"': return Quoted(begin, value, ScalarStyle::kDoubleQuoted);
      case '|':
      case '>': return Block(begin, value);
      default: return value.empty() ? Empty(begin) : Plain(begin, value);
    }
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    Begin(NodeKind::kSequence, mark, tag, anchor, style);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    Begin(NodeKind::kMap, mark, tag, anchor, style);
  }
  void OnSequenceEnd() override { End(']'); }
  void OnMapEnd() override { End('}'); }

 private:
  struct Frame {
    NodeKind kind;
    bool flow;
    bool braces;             // a flow collection with its own bracket, not the pair of `[a: b]`
    bool key_next;           // in a map: the next event is a key
    std::size_t column;      // of the first key or dash, 0-based
    std::size_t begin;
    std::size_t last_end;    // where what has been read of it ends
  };

  // ---- reporting
  void Syntax(std::size_t offset, std::string_view message) {
    findings_.Add(RuleId::kSyntaxError, Span(file_, std::min(offset, bytes_.size()), 0), std::string(message))
        .Help("quote the value if it holds ': ', ' #' or starts with a special character; check the indentation");
  }
  void Forbid(std::size_t offset, std::size_t length, std::string_view what, std::string_view help) {
    findings_.Add(RuleId::kForbiddenYaml, Span(file_, offset, length), std::string(what)).Help("{}", help);
  }

  // ---- the bytes
  std::size_t Offset(const YAML::Mark& mark) const {
    return std::min(static_cast<std::size_t>(std::max(mark.pos, 0)), bytes_.size());
  }
  char At(std::size_t offset) const { return offset < bytes_.size() ? bytes_[offset] : '\n'; }
  std::size_t LineStart(std::size_t offset) const {
    const std::size_t newline = offset == 0 ? kNone : bytes_.rfind('\n', offset - 1);
    return newline == kNone ? 0 : newline + 1;
  }
  std::size_t SkipSpaces(std::size_t offset) const {
    while (offset < bytes_.size() && bytes_[offset] == ' ') ++offset;
    return offset;
  }
  std::size_t WordEnd(std::size_t offset) const {
    return std::min(bytes_.find_first_of(" \n,[]{}", offset), bytes_.size());
  }
  // Behind blanks, line ends and comments.
  std::size_t SkipToContent(std::size_t offset) const {
    while (offset < bytes_.size()) {
      if (bytes_[offset] == '#') {
        offset = std::min(bytes_.find('\n', offset), bytes_.size());
      } else if (bytes_[offset] != ' ' && bytes_[offset] != '\n') {
        break;
      } else {
        ++offset;
      }
    }
    return offset;
  }

  // Anchors and tags stand before their value; each is reported.
  std::size_t SkipProperties(std::size_t offset, bool anchored, const std::string& tag) {
    const bool tagged = !tag.empty() && tag != "?" && tag != "!";
    while (At(offset) == '&' || At(offset) == '!') {
      if (!anchored && !tagged && At(offset) == '&') break;
      const std::size_t end = WordEnd(offset);
      const bool anchor = At(offset) == '&';
      Forbid(offset, end - offset, anchor ? "an anchor" : "a tag",
             anchor ? "remove it and write repeated values out" : "remove it: the field decides the type");
      offset = SkipToContent(end);
    }
    return offset;
  }

  // yaml-cpp reads ~, null, Null and NULL as nothing, and gives for an empty value the place of whatever follows.
  // The length of such a word if it stands at `offset` as the value (or key) that is expected, else 0.
  std::size_t NullWordAt(std::size_t offset) const {
    for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
      if (bytes_.substr(offset, word.size()) != word) continue;
      const std::size_t end = offset + word.size();
      const std::size_t next = SkipSpaces(end);
      const bool flow = !open_.empty() && open_.back().flow;
      const bool ends = At(next) == '\n' || (At(next) == '#' && next > end) || (At(next) == ':' && AtKey()) ||
                        (flow && (At(next) == ',' || At(next) == ']' || At(next) == '}'));
      if (!ends || AtKey() || open_.empty()) return ends ? word.size() : 0;
      const Frame& frame = open_.back();
      const bool behind = offset >= frame.last_end;
      const bool inside = flow || offset - LineStart(offset) > frame.column;
      return behind && inside ? word.size() : 0;
    }
    return 0;
  }

  // ---- scalars
  bool AtKey() const { return !open_.empty() && open_.back().kind == NodeKind::kMap && open_.back().key_next; }

  void Plain(std::size_t begin, std::string_view value) {
    const bool one_line = bytes_.substr(begin, value.size()) == value;
    const std::size_t line_end = std::min(bytes_.find('\n', begin), bytes_.size());
    const std::size_t end = one_line ? begin + value.size() : line_end;
    if (!one_line) {
      Forbid(begin, end - begin, "a plain scalar over several lines",
             "write it on one line, or as a block that starts with | or >");
    }
    if (AtKey()) return Key(value, begin, end);
    builder_.Scalar(value, ScalarStyle::kPlain, begin, end);
    one_line ? ValueDone(end) : ValueDoneUnchecked(end);
  }

  void Quoted(std::size_t begin, std::string_view value, ScalarStyle style) {
    const std::size_t end = QuotedEnd(bytes_, begin);
    if (end == kNone) {
      Syntax(begin, "a quoted scalar without its closing quote");
      throw Stop();
    }
    if (bytes_.substr(begin, end - begin).find('\n') != kNone) {
      Forbid(begin, end - begin, "a quoted scalar over several lines",
             "write it on one line, or as a block that starts with | or >");
    }
    if (AtKey()) {
      Forbid(begin, end - begin, "a quoted key; wanted a plain one", "write the key without quotes");
      builder_.Key(value, begin, end);
      return KeyDone(end);
    }
    builder_.Scalar(value, style, begin, end);
    ValueDone(end);
  }

  void Block(std::size_t begin, std::string_view value) {
    const std::size_t parent = open_.empty() ? 0 : open_.back().column;
    const BlockEnd block = FindBlockEnd(bytes_, begin, parent);
    if (!block.plain_header) {
      Forbid(begin, WordEnd(begin) - begin, "a block scalar with an indicator other than -",
             "start the block with |, |-, > or >-");
    }
    if (AtKey()) {
      Forbid(begin, 1, "a block as a key; wanted a plain scalar", "write the key as one word");
      builder_.Key(value, begin, block.end);
      open_.back().key_next = false;
      open_.back().last_end = block.end;
      return;
    }
    builder_.Scalar(value, ScalarStyle::kBlock, begin, block.end);
    ValueDoneUnchecked(block.end);
  }

  void Key(std::string_view text, std::size_t begin, std::size_t end) {
    builder_.Key(text, begin, end);
    const Frame& frame = open_.back();
    const std::string_view before = bytes_.substr(LineStart(begin), begin - LineStart(begin));
    const std::size_t mark = before.find_last_not_of(' ');
    const bool complex = mark != kNone && before[mark] == '?';
    const bool odd = !frame.flow && before.find_first_not_of(" -?") != kNone;
    if (complex) {
      Forbid(LineStart(begin) + mark, end - LineStart(begin) - mark, "a complex key; wanted a plain scalar",
             "write 'key: value'");
    } else if (odd) {
      Syntax(begin, "a key in the middle of a line");
    }
    KeyDone(end);
  }

  void KeyDone(std::size_t end) {
    Frame& frame = open_.back();
    frame.key_next = false;
    const std::size_t colon = SkipSpaces(end);
    if (At(colon) == ':') {
      frame.last_end = colon + 1;
    } else if (frame.flow) {
      frame.last_end = end;  // {a, b}: keys without values
    } else {
      const std::size_t next = SkipToContent(end);
      frame.last_end = At(next) == ':' ? next + 1 : end;  // only behind a complex key, which has been refused
    }
  }

  void Empty(std::size_t at) {
    if (open_.empty()) {
      builder_.Null(std::min(at, bytes_.size()));
      return;
    }
    Frame& frame = open_.back();
    if (AtKey()) {
      Syntax(at, "an entry without a key");
      throw Stop();
    }
    builder_.Null(frame.last_end);
    if (frame.kind == NodeKind::kMap) {
      ValueDone(frame.last_end);
    } else {
      frame.last_end = std::max(frame.last_end, std::min(at, bytes_.size()));
    }
  }

  // ---- what follows a value
  void ValueDone(std::size_t end) {
    if (open_.empty() || !open_.back().flow) CheckRestOfLine(end);
    ValueDoneUnchecked(end);
  }
  void ValueDoneUnchecked(std::size_t end) {
    if (open_.empty()) return;
    Frame& frame = open_.back();
    frame.last_end = end;
    if (frame.kind == NodeKind::kMap) frame.key_next = true;
  }
  void CheckRestOfLine(std::size_t end) {
    const std::size_t next = SkipSpaces(end);
    if (At(next) == '\n' || (At(next) == '#' && next > end)) return;
    if (next == end && bytes_[end - 1] == '\n') return;
    Syntax(next, fmt::format("'{}' behind the end of a value", Printable(bytes_.substr(next, 1))));
  }

  // ---- maps and sequences
  void Begin(NodeKind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
             YAML::EmitterStyle::value style) {
    const std::size_t begin = SkipProperties(Offset(mark), anchor != 0, tag);
    const bool flow = style == YAML::EmitterStyle::Flow;
    const bool braces = flow && At(begin) == (kind == NodeKind::kMap ? '{' : '[');
    if (AtKey()) {
      Forbid(begin, 1, "a map or sequence as a key; wanted a plain scalar", "write the key as one word");
      throw Stop();
    }
    if (flow && !braces) {
      Forbid(begin, 1, "an entry 'key: value' without braces in a flow sequence", "put braces around it");
    }
    const auto form = flow ? NodeBuilder::Form::kFlow : NodeBuilder::Form::kBlock;
    kind == NodeKind::kMap ? builder_.BeginMap(begin, form) : builder_.BeginSequence(begin, form);
    open_.push_back({kind, flow, braces, kind == NodeKind::kMap, begin - LineStart(begin), begin,
                     braces ? begin + 1 : begin});
  }

  void End(char bracket) {
    const Frame frame = open_.back();
    open_.pop_back();
    std::size_t end = frame.last_end;
    if (frame.braces) end = EndOfFlow(frame, bracket);
    builder_.End(end);
    frame.braces ? ValueDone(end) : ValueDoneUnchecked(end);
  }

  std::size_t EndOfFlow(const Frame& frame, char bracket) {
    std::size_t end = SkipToContent(frame.last_end);
    if (At(end) == ',') end = SkipToContent(end + 1);
    if (At(end) != bracket) {
      Syntax(end, fmt::format("wanted '{}' here", bracket));
      throw Stop();
    }
    ++end;
    const bool outermost = open_.empty() || !open_.back().flow;
    if (outermost && bytes_.substr(frame.begin, end - frame.begin).find('\n') != kNone) {
      Forbid(frame.begin, end - frame.begin, "a flow map or sequence over several lines",
             "write it on one line, or in block style");
    }
    return end;
  }

  FileId file_;
  std::string_view bytes_;
  Findings& findings_;
  NodeBuilder builder_;
  std::vector<Frame> open_;
  bool document_seen_ = false;
};

// Lets yaml-cpp read the bytes without a copy.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view bytes) {
    char* begin = const_cast<char*>(bytes.data());  // a get area is never written to
    setg(begin, begin, begin + bytes.size());
  }
};

// yaml-cpp's messages in our words, where ours say more.
std::string Explain(const std::string& message) {
  if (message == "illegal map value") return "': ' inside a plain value";
  if (message == "end of map not found") return "a line that is neither 'key: value' nor properly indented";
  if (message == "end of sequence not found") return "a line in a sequence that does not start with '- '";
  if (message == "end of sequence flow not found") return "a '[' without its ']', or an item without its comma";
  if (message == "end of map flow not found") return "a '{' without its '}', or an entry without its comma";
  return ToLowerAscii(message.substr(0, 1)) + message.substr(1);
}

}  // namespace

std::optional<Document> ReadYaml(FileId file, std::string_view bytes, Findings& findings) {
  if (CheckBytes(file, bytes, findings) == Gate::kShut) return std::nullopt;
  EventReader reader(file, bytes, findings);
  ViewBuffer buffer(bytes);
  std::istream stream(&buffer);
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(reader)) {
      findings.Report(RuleId::kSyntaxError, WholeFile(file), "the file holds comments only")
          .Help("write its required fields, or remove the file");
      return std::nullopt;
    }
    parser.HandleNextDocument(reader);  // there must be none: the reader refuses its start
    return reader.Finish();
  } catch (const YAML::Exception& error) {
    const auto at = std::min(static_cast<std::size_t>(std::max(error.mark.pos, 0)), bytes.size());
    findings.Report(RuleId::kSyntaxError, Span(file, at, 0), "{}", Explain(error.msg))
        .Help("quote values that hold ': ' or ' #' or start with a special character; check the indentation");
  } catch (const Stop&) {
  } catch (const LimitExceeded&) {
  }
  return std::nullopt;
}

}  // namespace cat4
