#include "yaml/byte_gate.h"

#include "cat4/base/ascii.h"
#include "cat4/base/text.h"
#include "cat4/yaml/document.h"

namespace cat4 {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

class ByteGate {
 public:
  ByteGate(FileId file, std::string_view bytes, Findings& findings)
      : file_(file), bytes_(bytes), findings_(findings) {}

  Gate Run() {
    const bool plain = bytes_.size() <= kMaxFileBytes && PlainAsciiPrefix(bytes_) == bytes_.size();
    if ((!plain || bytes_.empty()) && !CheckWhole()) return Gate::kShut;
    if (!plain) CheckCharacters();
    CheckLastLine();
    CheckMarkers();
    return shut_ ? Gate::kShut : Gate::kOpen;
  }

 private:
  FindingBuilder Refuse(RuleId rule, std::size_t offset, std::size_t length, std::string message) {
    shut_ = true;
    return findings_.Add(rule, Span(file_, offset, length), std::move(message));
  }
  FindingBuilder Syntax(std::size_t offset, std::size_t length, std::string message) {
    return Refuse(RuleId::kSyntaxError, offset, length, std::move(message));
  }

  // Size and encoding; false if there is no text to look into.
  bool CheckWhole() {
    if (bytes_.empty()) {
      Syntax(0, 0, "the file is empty").Help("write its required fields, or remove the file");
    } else if (bytes_.size() > kMaxFileBytes) {
      Syntax(0, 0, fmt::format("the file is larger than {} bytes (1 MiB)", kMaxFileBytes))
          .Help("split the content, or keep large material under evidence/");
    } else if (bytes_.starts_with("\xFF\xFE") || bytes_.starts_with("\xFE\xFF")) {
      Syntax(0, 2, "the file is UTF-16; wanted UTF-8").Help("save it as UTF-8 without byte order mark");
    } else if (const std::size_t bad = FindInvalidUtf8(bytes_); bad != kNone) {
      Syntax(bad, 1, fmt::format("byte 0x{:02X} is not UTF-8", static_cast<unsigned char>(bytes_[bad])))
          .Help("save the file as UTF-8 without byte order mark");
    }
    return !shut_;
  }

  void CheckCharacters() {
    if (bytes_.starts_with(kByteOrderMark)) {
      Syntax(0, kByteOrderMark.size(), "the file starts with a byte order mark")
          .Help("save it as UTF-8 without BOM");
    }
    if (const std::size_t cr = bytes_.find('\r'); cr != kNone) {
      Syntax(cr, 1, "a carriage return (CR); wanted LF alone at the end of a line")
          .Help("convert the line ends, for example with dos2unix");
    }
    if (const std::size_t tab = bytes_.find('\t'); tab != kNone) {
      Syntax(tab, 1, "a tab; wanted spaces").Help("indent and align with spaces");
    }
    CheckInvisible();
    if (const std::size_t mark = FindTooManyMarks(bytes_); mark != kNone) {
      Syntax(mark, 1, "more than 30 combining marks in a row").Help("remove them; no language writes that");
    } else if (const std::size_t at = FindNotNfc(bytes_); at != kNone) {
      Syntax(at, 1, "the text is not in Unicode normal form C: what looks the same must be the same bytes")
          .Help("normalise the file, for example with uconv -x any-nfc");
    }
  }

  void CheckLastLine() {
    if (bytes_.back() == '\n') return;
    Syntax(bytes_.size(), 0, "the last line has no end").Help("end the file with a line feed");
  }

  void CheckInvisible() {
    bool control_seen = false;
    bool invisible_seen = false;
    const std::size_t begin = bytes_.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    for (std::size_t i = begin; i < bytes_.size();) {
      if (const std::size_t plain = PlainAsciiPrefix(bytes_.substr(i)); plain > 0) {
        i += plain;
        continue;
      }
      const CodePoint point = DecodeUtf8(bytes_, i);
      const std::size_t at = i;
      i += point.size;
      const bool allowed = point.value == '\n' || point.value == '\r' || point.value == '\t';
      if (allowed || !IsInvisibleControl(point.value)) continue;
      const bool control = point.value < 0xA0;
      bool& seen = control ? control_seen : invisible_seen;
      if (seen) continue;
      seen = true;
      const auto value = static_cast<unsigned>(point.value);
      Syntax(at, point.size,
             control ? fmt::format("control character U+{:04X}", value)
                     : fmt::format("invisible or direction-changing character U+{:04X}", value))
          .Help("remove it; text must read the way it is written");
    }
  }

  // A line that starts with %, --- or ... in its first column is never content: every value below the root is
  // indented.
  void CheckMarkers() {
    bool content_seen = false;
    bool directive_seen = false;
    for (std::size_t begin = 0; begin < bytes_.size();) {
      const std::size_t end = std::min(bytes_.find('\n', begin), bytes_.size());
      const char first = bytes_[begin];
      if (content_seen && first != '-' && first != '.' && first != '%' && first != '<') {
        begin = end + 1;
        continue;
      }
      const std::string_view line = bytes_.substr(begin, end - begin);
      const bool marker = line == "---" || line.starts_with("--- ");
      if (line.starts_with("<<<<<<< ")) {
        Syntax(begin, line.size(), "a conflict of a merge that nobody has resolved")
            .Help(
                "keep what is meant of both sides, without git's marks; of registry.yaml the side that has "
                "landed, and then 'cat4 registry ratify' again");
        return;
      }
      if (line.starts_with('%')) {
        if (!directive_seen)
          Refuse(RuleId::kForbiddenYaml, begin, line.size(), "a YAML directive").Help("remove the line");
        directive_seen = true;
      } else if (line == "..." || line.starts_with("... ")) {
        Refuse(RuleId::kForbiddenYaml, begin, 3, "a document end marker; wanted one document")
            .Help("remove the line and what follows it");
        return;
      } else if (marker && content_seen) {
        Refuse(RuleId::kForbiddenYaml, begin, 3, "a second document; wanted one")
            .Help("one file holds one document: move the second to a file of its own");
        return;
      } else if (marker) {
        content_seen = true;
        const std::string_view rest = TrimBlanks(line.substr(3));
        if (!rest.empty() && !rest.starts_with('#')) {
          Refuse(RuleId::kForbiddenYaml, begin, line.size(), "content on the line of the document marker")
              .Help("put it on a line of its own, or leave the marker out");
        }
      } else if (const std::string_view text = TrimBlanks(line); !text.empty() && !text.starts_with('#')) {
        content_seen = true;
      }
      begin = end + 1;
    }
  }

  FileId file_;
  std::string_view bytes_;
  Findings& findings_;
  bool shut_ = false;
};

}  // namespace

Gate CheckBytes(FileId file, std::string_view bytes, Findings& findings) {
  return ByteGate(file, bytes, findings).Run();
}

}  // namespace cat4
