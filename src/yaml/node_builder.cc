#include "yaml/node_builder.h"

#include <algorithm>
#include <functional>

#include "cat4/base/check.h"

namespace cat4 {

NodeBuilder::NodeBuilder(FileId file, std::string_view bytes, Findings& findings)
    : file_(file), bytes_(bytes), findings_(findings) {
  constexpr std::size_t kBytesPerNode = 12;  // of most files; others make the list grow
  document_.nodes_.reserve(std::min(kMaxNodes, bytes.size() / kBytesPerNode + 1));
  open_.reserve(kMaxDepth);
}

void NodeBuilder::BeginMap(std::size_t begin, Form form) { Begin(NodeKind::kMap, begin, form); }
void NodeBuilder::BeginSequence(std::size_t begin, Form form) { Begin(NodeKind::kSequence, begin, form); }

void NodeBuilder::Begin(NodeKind kind, std::size_t begin, Form form) {
  if (open_.size() == kMaxDepth) {
    findings_
        .Report(RuleId::kSyntaxError, Span(file_, begin, 1), "nested more than {} levels deep", kMaxDepth)
        .Help("no field of the format is nested that deep");
    throw LimitExceeded();
  }
  const std::uint32_t node = Add(kind, begin, begin);
  document_.nodes_[node].flow = form == Form::kFlow;
  open_.push_back(Frame{node});
}

void NodeBuilder::End(std::size_t end) {
  CAT4_CHECK(!open_.empty());
  Node& node = document_.nodes_[open_.back().node];
  open_.pop_back();
  const std::size_t begin = node.span.offset();
  node.span = Span(file_, begin, std::max(begin, end) - begin);
}

void NodeBuilder::Key(std::string_view text, std::size_t begin, std::size_t end) {
  key_ = Keep(text, begin, end);
  key_span_ = Span(file_, begin, end - begin);
  if (key_ == "<<") {
    findings_.Report(RuleId::kForbiddenYaml, key_span_, "a merge key")
        .Help("write the keys out: every reader must see the same values");
  }
  const Node* earlier = FindEntry(key_);
  if (!earlier) return;
  findings_
      .Report(RuleId::kDuplicateKey, key_span_, "key '{}' stands here again; it is already on line {}", key_,
              LineOf(earlier->key_span.offset()))
      .Help("keep one of the two");
}

// 1-based. A hostile file may ask for it ten thousand times.
std::size_t NodeBuilder::LineOf(std::size_t offset) {
  if (line_ends_.empty()) {
    for (std::size_t i = 0; i < bytes_.size(); ++i) {
      if (bytes_[i] == '\n') line_ends_.push_back(i);
    }
  }
  return static_cast<std::size_t>(std::ranges::lower_bound(line_ends_, offset) - line_ends_.begin()) + 1;
}

// Most keys are new to their map, which the mask of those seen tells for nearly all of them.
const Node* NodeBuilder::FindEntry(std::string_view key) {
  constexpr std::uint32_t kSmall = 32;
  Frame& frame = open_.back();
  const std::size_t bit = MaskBit(key);
  std::uint64_t& seen = frame.seen[bit / 64];
  const bool maybe = ((seen >> (bit % 64)) & 1) != 0;
  seen |= std::uint64_t{1} << (bit % 64);
  if (!maybe) return nullptr;
  const Node& map = document_.nodes_[frame.node];
  if (map.count < kSmall) return document_.Find(map, key);
  ListKeys(frame);
  const auto earlier = frame.keys.find(key);
  return earlier == frame.keys.end() ? nullptr : &document_.nodes_[earlier->second];
}

// Months differ in their last bytes, other keys in all of them.
std::size_t NodeBuilder::MaskBit(std::string_view key) {
  std::size_t hash = key.size();
  for (const char c : key) hash = hash * 31 + static_cast<unsigned char>(c);
  return (hash ^ (hash >> 8)) % kMaskBits;
}

// Those that have come since the last time.
void NodeBuilder::ListKeys(Frame& frame) {
  const std::vector<Node>& nodes = document_.nodes_;
  std::uint32_t entry = frame.listed == 0 ? nodes[frame.node].first : nodes[frame.listed].next;
  for (; entry != 0; entry = nodes[entry].next) {
    frame.keys.try_emplace(nodes[entry].key, entry);
    frame.listed = entry;
  }
}

void NodeBuilder::Scalar(std::string_view text, ScalarStyle style, std::size_t begin, std::size_t end) {
  const std::uint32_t node = Add(NodeKind::kScalar, begin, end);
  document_.nodes_[node].style = style;
  document_.nodes_[node].text = Keep(text, begin, end);
}

void NodeBuilder::Null(std::size_t offset) { Add(NodeKind::kNull, offset, offset); }
void NodeBuilder::Refused(std::size_t begin, std::size_t end) { Add(NodeKind::kRefused, begin, end); }

std::uint32_t NodeBuilder::Add(NodeKind kind, std::size_t begin, std::size_t end) {
  if (document_.nodes_.size() == kMaxNodes) {
    findings_
        .Report(RuleId::kSyntaxError, Span(file_, begin, 0), "more than {} values in one file", kMaxNodes)
        .Help("split the content over several files");
    throw LimitExceeded();
  }
  const auto index = static_cast<std::uint32_t>(document_.nodes_.size());
  Node node;
  node.kind = kind;
  node.span = Span(file_, begin, end - begin);
  if (!open_.empty()) {
    Frame& frame = open_.back();
    Node& parent = document_.nodes_[frame.node];
    if (parent.kind == NodeKind::kMap) {
      node.key = key_;
      node.key_span = key_span_;
    }
    (frame.last_child == 0 ? parent.first : document_.nodes_[frame.last_child].next) = index;
    frame.last_child = index;
    ++parent.count;
  }
  document_.nodes_.push_back(node);
  return index;
}

// Points into the bytes where the text stands there as it is, so that most scalars cost nothing.
std::string_view NodeBuilder::Keep(std::string_view text, std::size_t begin, std::size_t end) {
  const std::less_equal<> before;  // of any two pointers
  if (before(bytes_.data(), text.data()) && before(text.data() + text.size(), bytes_.data() + bytes_.size()))
    return text;
  const std::string_view raw = bytes_.substr(begin, end - begin);
  if (raw == text) return raw;
  if (raw.size() == text.size() + 2 && raw.substr(1, text.size()) == text) return raw.substr(1, text.size());
  return document_.texts_.emplace_back(text);
}

Document NodeBuilder::Finish() {
  CAT4_CHECK(open_.empty() && !document_.nodes_.empty());
  return std::move(document_);
}

const Node* Document::Find(const Node& map, std::string_view key) const {
  if (map.kind != NodeKind::kMap) return nullptr;
  for (const Node& entry : children(map)) {
    if (entry.key == key) return &entry;
  }
  return nullptr;
}

}  // namespace cat4
