// The only file that sees yaml-cpp: its events, checked against the bytes they came from, become nodes.
//
// yaml-cpp 0.7 says where a value starts but not where it ends, and accepts more than the format does. So
// every event is followed in the bytes: where the value ends, what stands behind it, and whether it is
// written in a form that the format knows.
#include "yaml/yaml_cpp_reader.h"

#include <algorithm>
#include <istream>
#include <streambuf>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "cat4/base/text.h"

#include "yaml/node_builder.h"
#include "yaml/scalar_end.h"

namespace cat4 {
namespace {

// Thrown out of an event to end reading; the reason has been reported.
struct Stop {};

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::string_view kNoEntry = "a line that is neither 'key: value' nor properly indented";
constexpr std::string_view kOpenSequence = "a '[' without its ']', or an item without its comma";

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
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const std::size_t at = SkipProperties(Offset(mark), anchor != 0, "");
    const std::size_t length = NullWordAt(at);
    if (length > 0) {
      Plain(at, bytes_.substr(at, length));
    } else if (AtKey()) {
      Syntax(at, "an entry without a key");
    } else if (!open_.empty() && open_.back().kind == NodeKind::kSequence && open_.back().flow) {
      Syntax(at, "an empty item in a flow sequence");
    } else {
      Empty(at);
    }
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    const std::size_t begin = Offset(mark);
    const std::size_t end = WordEnd(begin);
    RefuseAlias(begin);
    if (AtKey()) throw Stop();
    builder_.Refused(begin, end);
    ValueDone(end);
  }
  // Also for an alias without its anchor, which yaml-cpp gives no event for.
  void RefuseAlias(std::size_t begin) {
    Forbid(begin, WordEnd(begin) - begin, "an alias",
           "write the value out: every reader must see the same text");
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    const std::size_t begin = SkipProperties(Offset(mark), anchor != 0, tag);
    if (begin >= bytes_.size()) return Empty(begin);
    switch (tag == "?" ? '\0' : bytes_[begin]) {
      case '\'':
        return Quoted(begin, value, ScalarStyle::kSingleQuoted);
      case '"':
        return Quoted(begin, value, ScalarStyle::kDoubleQuoted);
      case '|':
      case '>':
        return Block(begin, value);
      default:
        return value.empty() ? Empty(begin) : Plain(begin, value);
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

  // A slip in the indentation first makes a value go on in the next line: said once, where reading ended.
  void DropLongPlain() {
    if (long_plain_ + 1 == findings_.size()) findings_.Truncate(long_plain_);
  }

  // If reading ended in a line behind a flow map or sequence that is still open, that is the mistake,
  // whatever was made of what follows it.
  bool RefuseOpenFlow(std::size_t at) {
    const auto flow = std::ranges::find(open_, true, &Frame::flow);
    if (flow == open_.end() || bytes_.substr(0, at).find('\n', flow->begin) == kNone) return false;
    findings_.Truncate(flow->findings);
    findings_
        .Report(RuleId::kSyntaxError, Span(file_, flow->begin, 1), "a '{}' without its '{}' on the same line",
                flow->kind == NodeKind::kMap ? '{' : '[', flow->kind == NodeKind::kMap ? '}' : ']')
        .Help("close it; separate what stands in it by ', '");
    return true;
  }

 private:
  struct Frame {
    NodeKind kind;
    bool flow;
    bool braces;         // a flow collection with its own bracket, not the pair of `[a: b]`
    bool key_next;       // in a map: the next event is a key
    std::size_t column;  // of the first key or dash, 0-based
    std::size_t begin;
    std::size_t findings;  // how many were reported before it
    std::size_t last_end;  // where what has been read of it ends
  };

  // ---- reporting
  // What follows broken syntax can't be trusted, so reading ends here.
  [[noreturn]] void Syntax(std::size_t offset, std::string_view message) {
    findings_.Add(RuleId::kSyntaxError, Span(file_, std::min(offset, bytes_.size()), 0), std::string(message))
        .Help(
            "quote the value if it holds ': ', ' #' or starts with a special character; check the "
            "indentation");
    throw Stop();
  }
  void Forbid(std::size_t offset, std::size_t length, std::string_view what, std::string_view help) {
    findings_.Add(RuleId::kForbiddenYaml, Span(file_, offset, length), std::string(what)).Help("{}", help);
  }

  // ---- the bytes
  std::size_t Offset(const YAML::Mark& mark) const {
    return std::min(static_cast<std::size_t>(std::max(mark.pos, 0)), bytes_.size());
  }
  char At(std::size_t offset) const { return offset < bytes_.size() ? bytes_[offset] : '\n'; }
  // Asked for ever later places, so that looking back to the last one is enough: a line may be as long as the
  // file.
  std::size_t LineStart(std::size_t offset) {
    const std::size_t from = offset >= line_seen_ ? line_seen_ : 0;
    const std::size_t newline = bytes_.substr(from, offset - from).rfind('\n');
    if (newline != kNone || from == 0) line_start_ = newline == kNone ? 0 : from + newline + 1;
    line_seen_ = offset;
    return line_start_;
  }
  std::size_t SkipSpaces(std::size_t offset) const {
    while (offset < bytes_.size() && bytes_[offset] == ' ') ++offset;
    return offset;
  }
  std::size_t WordEnd(std::size_t offset) const {
    return std::min(bytes_.find_first_of(" \n,[]{}", offset), bytes_.size());
  }
  std::size_t VerbatimTagEnd(std::size_t offset) const {
    const std::size_t bracket = bytes_.find('>', offset);
    return bracket == kNone ? WordEnd(offset) : bracket + 1;
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
    event_begin_ = offset;
    while (At(offset) == '&' || At(offset) == '!') {
      if (!anchored && !tagged && At(offset) == '&') break;
      const bool anchor = At(offset) == '&';
      const std::size_t end =
          bytes_.substr(offset).starts_with("!<") ? VerbatimTagEnd(offset) : WordEnd(offset);
      if (!open_.empty()) open_.back().last_end = end;
      Forbid(offset, end - offset, anchor ? "an anchor" : "a tag",
             anchor ? "remove it and write repeated values out" : "remove it: the field decides the type");
      offset = SkipToContent(end);
    }
    return offset;
  }

  // yaml-cpp reads ~, null, Null and NULL as nothing, and gives for an empty value the place of whatever
  // follows. The length of such a word if it stands at `offset` as the value (or key) that is expected, else
  // 0.
  std::size_t NullWordAt(std::size_t offset) {
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
  bool AtKey() const {
    return !open_.empty() && open_.back().kind == NodeKind::kMap && open_.back().key_next;
  }

  void Plain(std::size_t begin, std::string_view value) {
    const bool one_line = bytes_.substr(begin, value.size()) == value;
    const std::size_t end =
        one_line ? begin + value.size() : std::min(bytes_.find('\n', begin), bytes_.size());
    if (!one_line) {
      long_plain_ = findings_.size();
      Forbid(begin, end - begin, "a plain scalar over several lines",
             "write it on one line, or as a block that starts with | or >");
    }
    if (AtKey()) return Key(value, begin, end);
    CheckIndent(begin);
    builder_.Scalar(value, ScalarStyle::kPlain, begin, end);
    one_line ? ValueDone(end) : ValueDoneUnchecked(end);
  }

  void Quoted(std::size_t begin, std::string_view value, ScalarStyle style) {
    const std::size_t end = QuotedEnd(bytes_, begin);
    if (end == kNone) Syntax(begin, "a quoted scalar without its closing quote");
    if (style == ScalarStyle::kDoubleQuoted) CheckEscapes(begin, end);
    if (bytes_.substr(begin, end - begin).find('\n') != kNone) {
      Forbid(begin, end - begin, "a quoted scalar over several lines",
             "write it on one line, or as a block that starts with | or >");
    }
    if (AtKey()) {
      Forbid(begin, end - begin, "a quoted key; wanted a plain one", "write the key without quotes");
      builder_.Key(value, begin, end);
      return KeyDone(end);
    }
    CheckIndent(begin);
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
      throw Stop();
    }
    CheckIndent(begin);
    builder_.Scalar(value, ScalarStyle::kBlock, begin, block.end);
    ValueDoneUnchecked(block.end);
  }

  // yaml-cpp knows one escape more than YAML does.
  void CheckEscapes(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin + 1; i < end; ++i) {
      if (bytes_[i] != '\\') continue;
      ++i;
      if (bytes_[i] == '\'') Syntax(i, "unknown escape character: '");
      // yaml-cpp 0.7 makes a lone byte of these two, which is no UTF-8.
      if (bytes_[i] == '_' || bytes_[i] == 'N')
        Syntax(i, "an escape for a no-break space or next line; write a plain character");
    }
  }

  // A value on a line of its own stands to the right of its key or dash; yaml-cpp does not mind if it does
  // not.
  void CheckIndent(std::size_t begin) {
    if (open_.empty() || open_.back().flow || begin - LineStart(begin) > open_.back().column) return;
    Syntax(begin, "a value that is not indented more than its key");
  }

  void Key(std::string_view text, std::size_t begin, std::size_t end) {
    builder_.Key(text, begin, end);
    const std::size_t line = LineStart(event_begin_);
    const std::string_view before = bytes_.substr(line, event_begin_ - line);
    const std::size_t mark = before.find_last_not_of(' ');
    const bool complex = mark != kNone && before[mark] == '?';
    if (complex) {
      Forbid(line + mark, end - line - mark, "a complex key; wanted a plain scalar", "write 'key: value'");
    } else if (!open_.back().flow && before.find_first_not_of(" -?") != kNone) {
      Syntax(begin, "a key in the middle of a line");
    }
    KeyDone(end);
  }

  void KeyDone(std::size_t end) {
    Frame& frame = open_.back();
    frame.key_next = false;
    const std::size_t colon = SkipSpaces(end);
    const std::size_t next = SkipToContent(end);
    if (At(colon) == ':') {
      frame.last_end = colon + 1;
      if (frame.flow && !frame.braces) {
        Forbid(frame.begin, 1, "an entry 'key: value' without braces in a flow sequence",
               "put braces around it");
      }
    } else if (frame.flow && !frame.braces) {
      Syntax(next, kOpenSequence);
    } else if (frame.flow) {
      frame.last_end = end;  // {a, b}: keys without values
    } else if (At(next) == ':') {
      frame.last_end = next + 1;  // only behind a complex key, which has been refused
    } else {
      Syntax(end, kNoEntry);
    }
  }

  void Empty(std::size_t at) {
    if (open_.empty()) {
      builder_.Null(std::min(at, bytes_.size()));
      return;
    }
    Frame& frame = open_.back();
    if (AtKey()) Syntax(at, "an entry without a key");
    std::size_t end = frame.last_end;
    const bool bare = at == event_begin_;  // no anchor or tag before it: the dash is still ahead
    const std::size_t dash = SkipToContent(end);
    if (frame.kind == NodeKind::kSequence && bare && At(dash) == '-') end = dash + 1;
    builder_.Null(end);
    ValueDone(end);
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
    if (At(next) == ':') Syntax(next, "a second ': ' in one entry");
    Syntax(next, fmt::format("'{}' behind the end of a value", Printable(bytes_.substr(next, 1))));
  }

  // ---- maps and sequences
  void Begin(NodeKind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
             YAML::EmitterStyle::value style) {
    const std::size_t begin = SkipProperties(Offset(mark), anchor != 0, tag);
    const bool flow = style == YAML::EmitterStyle::Flow;
    const bool braces = flow && At(begin) == (kind == NodeKind::kMap ? '{' : '[');
    if (AtKey()) {
      // yaml-cpp takes what is left open at the end of the file for a key.
      if (open_.back().flow && !open_.back().braces) Syntax(begin, kOpenSequence);
      Forbid(begin, 1, "a map or sequence as a key; wanted a plain scalar", "write the key as one word");
      throw Stop();
    }
    if (flow) CheckIndent(begin);
    const auto form = flow ? NodeBuilder::Form::kFlow : NodeBuilder::Form::kBlock;
    kind == NodeKind::kMap ? builder_.BeginMap(begin, form) : builder_.BeginSequence(begin, form);
    open_.push_back({kind, flow, braces, kind == NodeKind::kMap, begin - LineStart(begin), begin,
                     findings_.size(), braces ? begin + 1 : begin});
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
    if (At(end) != bracket) Syntax(end, fmt::format("wanted '{}' here", bracket));
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
  std::size_t event_begin_ = 0;  // of the latest event, its anchor or tag included
  std::size_t line_start_ = 0;   // of the line that holds line_seen_
  std::size_t line_seen_ = 0;
  bool document_seen_ = false;
  std::size_t long_plain_ = kNone - 1;  // the finding of the last plain scalar over several lines
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
  if (message == "illegal block entry") return "'- ' in the middle of a line";
  if (message == "illegal flow end") return "a ']' or '}' that closes nothing";
  if (message == "unknown token") return "a value that starts with a reserved character";
  if (message == "end of map not found") return std::string(kNoEntry);
  if (message == "end of sequence not found") return "a line that is neither '- item' nor properly indented";
  if (message == "end of sequence flow not found") return std::string(kOpenSequence);
  if (message == "end of map flow not found") return "a '{' without its '}', or an entry without its comma";
  return ToLowerAscii(message.substr(0, 1)) + message.substr(1);
}

// A line without its colon (or without the blank behind it) is read as a value that goes on in the next line,
// and yaml-cpp complains of that one: the place is the line before.
std::size_t ErrorPlace(std::string_view bytes, std::size_t at, const std::string& message) {
  if (message != YAML::ErrorMsg::MAP_VALUE || at == 0) return at;
  const std::size_t line = bytes.rfind('\n', at - 1);
  if (line == kNone || line == 0) return at;
  const std::size_t before = bytes.rfind('\n', line - 1);
  const std::size_t begin = before == kNone ? 0 : before + 1;
  const std::string_view text = bytes.substr(begin, line - begin);
  const std::size_t first = text.find_first_not_of(' ');
  const bool keyless = first != kNone && text[first] != '#' && text[first] != '-' && !text.ends_with(':') &&
                       text.find(": ") == kNone;
  return keyless ? begin + first : at;
}

}  // namespace

std::optional<Document> ReadByYamlCpp(FileId file, std::string_view bytes, Findings& findings) {
  EventReader reader(file, bytes, findings);
  ViewBuffer buffer(bytes);
  std::istream stream(&buffer);
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(reader)) {
      findings.Report(RuleId::kSyntaxError, WholeFile(file), "the file holds nothing but blanks and comments")
          .Help("write its required fields, or remove the file");
      return std::nullopt;
    }
    parser.HandleNextDocument(reader);  // there must be none: the reader refuses its start
    return reader.Finish();
  } catch (const YAML::Exception& error) {
    auto at = std::min(static_cast<std::size_t>(std::max(error.mark.pos, 0)), bytes.size());
    if (error.msg.starts_with(YAML::ErrorMsg::UNKNOWN_ANCHOR)) {
      reader.RefuseAlias(at);
      return std::nullopt;
    }
    if (reader.RefuseOpenFlow(at)) return std::nullopt;
    reader.DropLongPlain();
    at = ErrorPlace(bytes, at, error.msg);
    findings.Report(RuleId::kSyntaxError, Span(file, at, 0), "{}", Explain(error.msg))
        .Help("quote values that hold ': ' or ' #' or start with a special character; check the indentation");
  } catch (const Stop&) {
  } catch (const LimitExceeded&) {
  }
  return std::nullopt;
}

}  // namespace cat4
