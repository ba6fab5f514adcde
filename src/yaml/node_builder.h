// Makes a Document from a stream of events, whichever scanner they come from.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cat4/diagnostics/finding.h"
#include "cat4/yaml/document.h"

namespace cat4 {

// Where a document grows beyond a limit: reported, and reading must end.
struct LimitExceeded {};

// Offsets count bytes from the start of the file. Reports duplicate-key, and merge keys as forbidden-yaml.
class NodeBuilder {
 public:
  NodeBuilder(FileId file, std::string_view bytes, Findings& findings);

  enum class Form { kBlock, kFlow };
  void BeginMap(std::size_t begin, Form form);
  void BeginSequence(std::size_t begin, Form form);
  void End(std::size_t end);  // of the innermost open map or sequence

  void Key(std::string_view text, std::size_t begin, std::size_t end);  // then its value
  void Scalar(std::string_view text, ScalarStyle style, std::size_t begin, std::size_t end);
  void Null(std::size_t offset);
  void Refused(std::size_t begin, std::size_t end);

  Document Finish();  // all maps and sequences must have ended

 private:
  static constexpr std::size_t kMaskBits = 256;
  struct Frame {
    std::uint32_t node;
    std::uint32_t last_child = 0;
    std::array<std::uint64_t, kMaskBits / 64> seen =
        {};  // a bit for each key of a map; several may share one
    std::unordered_map<std::string_view, std::uint32_t> keys =
        {};                    // used once a map is too large to look through
    std::uint32_t listed = 0;  // the last child among those
  };
  void Begin(NodeKind kind, std::size_t begin, Form form);
  std::uint32_t Add(NodeKind kind, std::size_t begin, std::size_t end);
  std::string_view Keep(std::string_view text, std::size_t begin, std::size_t end);
  const Node* FindEntry(std::string_view key);  // of the innermost open map, which gets it next
  static std::size_t MaskBit(std::string_view key);
  void ListKeys(Frame& frame);
  std::size_t LineOf(std::size_t offset);

  FileId file_;
  std::string_view bytes_;
  Findings& findings_;
  Document document_;
  std::vector<Frame> open_;
  std::vector<std::size_t> line_ends_;  // once a line number is asked for
  std::string_view key_;
  Span key_span_;
};

}  // namespace cat4
