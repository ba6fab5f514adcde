// A YAML file as nodes with exact places: what is left once the strict subset of format 1 has been enforced.
#pragma once

#include <cstdint>
#include <deque>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/diagnostics/finding.h"
#include "cat4/diagnostics/span.h"

namespace cat4 {

inline constexpr std::size_t kMaxFileBytes = std::size_t{1} << 20;
inline constexpr std::size_t kMaxDepth = 12;
inline constexpr std::size_t kMaxNodes = 20'000;

enum class NodeKind : std::uint8_t {
  kNull,  // nothing was written: `key:`
  kScalar,
  kMap,
  kSequence,
  kRefused,  // a construct that has been reported already (an alias, say): pass over it
};
enum class ScalarStyle : std::uint8_t { kPlain, kSingleQuoted, kDoubleQuoted, kBlock };

struct Node {
  NodeKind kind = NodeKind::kNull;
  ScalarStyle style = ScalarStyle::kPlain;
  bool flow = false;      // a map or sequence in braces or brackets
  std::string_view key;   // in a map: the entry's key
  Span key_span;          // likewise
  std::string_view text;  // a scalar's value, unescaped
  Span span;  // the value as written, quotes and brackets included; for null the place after the colon
  std::uint32_t next = 0;   // the following sibling, 0 for the last
  std::uint32_t first = 0;  // the first child, 0 if there is none
  std::uint32_t count = 0;  // number of children
};

// Owns the nodes; texts point into the bytes that were read or into the document. Movable, not copyable.
class Document {
 public:
  class Children;

  const Node& root() const { return nodes_.front(); }
  bool IsRoot(const Node& node) const { return !nodes_.empty() && &node == nodes_.data(); }
  inline Children children(const Node& node) const;
  // The entry of a map, or null.
  const Node* Find(const Node& map, std::string_view key) const;

 private:
  friend class NodeBuilder;
  std::vector<Node> nodes_;
  std::deque<std::string> texts_;  // scalars that differ from their bytes
};

class Document::Children {
 public:
  class Iterator {
   public:
    using value_type = Node;
    using difference_type = std::ptrdiff_t;
    Iterator() = default;
    Iterator(const Node* nodes, std::uint32_t at) : nodes_(nodes), at_(at) {}
    const Node& operator*() const { return nodes_[at_]; }
    const Node* operator->() const { return &nodes_[at_]; }
    Iterator& operator++() {
      at_ = nodes_[at_].next;
      return *this;
    }
    Iterator operator++(int) {
      const Iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(Iterator a, Iterator b) { return a.at_ == b.at_; }

   private:
    const Node* nodes_ = nullptr;
    std::uint32_t at_ = 0;
  };

  Children(const Node* nodes, std::uint32_t first) : nodes_(nodes), first_(first) {}
  Iterator begin() const { return {nodes_, first_}; }
  Iterator end() const { return {nodes_, 0}; }

 private:
  const Node* nodes_;
  std::uint32_t first_;
};

inline Document::Children Document::children(const Node& node) const { return {nodes_.data(), node.first}; }

// Reads `bytes` (which must outlive the document) as the file `file`.
//
// Reports syntax-error, forbidden-yaml and duplicate-key. Nothing is returned where the bytes can't be made
// into nodes at all; a document with findings is returned where decoding may find further mistakes in it.
std::optional<Document> ReadYaml(FileId file, std::string_view bytes, Findings& findings);

}  // namespace cat4
