#include "yaml/value_tree.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "cat4/base/text.h"

namespace cat4 {
namespace {

ValueTree ValuesOf(const Document& document, const Node& node) {
  ValueTree tree;
  tree.kind = node.kind;
  tree.key = node.key;
  tree.text = node.text;
  if (node.kind == NodeKind::kScalar) tree.style = node.style;
  tree.children.reserve(node.count);
  for (const Node& child : document.children(node)) tree.children.push_back(ValuesOf(document, child));
  return tree;
}

std::string Describe(const ValueTree& tree) {
  switch (tree.kind) {
    case NodeKind::kScalar:
      return fmt::format("'{}'", Printable(tree.text));
    case NodeKind::kMap:
      return fmt::format("a map with {}", Count(tree.children.size(), "key"));
    case NodeKind::kSequence:
      return fmt::format("a list with {}", Count(tree.children.size(), "item"));
    case NodeKind::kNull:
    case NodeKind::kRefused:
      break;
  }
  return "nothing";
}

std::optional<std::string> Difference(const ValueTree& found, const ValueTree& wanted, NodePath& path) {
  const bool same_style = !found.style || !wanted.style || found.style == wanted.style;
  if (found.kind != wanted.kind || found.text != wanted.text || found.key != wanted.key || !same_style ||
      found.children.size() != wanted.children.size()) {
    return fmt::format("'{}' would hold {}; wanted {}", FormatPath(path), Describe(found), Describe(wanted));
  }
  for (std::size_t i = 0; i < found.children.size(); ++i) {
    path.push_back(wanted.kind == NodeKind::kMap ? wanted.children[i].key : fmt::to_string(i));
    const auto difference = Difference(found.children[i], wanted.children[i], path);
    if (difference) return difference;
    path.pop_back();
  }
  return std::nullopt;
}

}  // namespace

ValueTree* ValueTree::Find(std::string_view key_or_index) {
  if (kind == NodeKind::kSequence) {
    const auto index = ItemIndex(key_or_index, children.size());
    return index ? &children[*index] : nullptr;
  }
  const auto child = std::ranges::find(children, key_or_index, &ValueTree::key);
  return kind == NodeKind::kMap && child != children.end() ? &*child : nullptr;
}

ValueTree ValuesOf(const Document& document) { return ValuesOf(document, document.root()); }

ValueTree ValuesOf(const EditValue& value) {
  ValueTree tree;
  switch (value.kind()) {
    case EditValue::Kind::kText:
    case EditValue::Kind::kLiteral:
      tree.kind = NodeKind::kScalar;
      tree.text = value.text();
      break;
    case EditValue::Kind::kMap:
      tree.kind = NodeKind::kMap;
      break;
    case EditValue::Kind::kList:
      tree.kind = NodeKind::kSequence;
      break;
  }
  for (const EditEntry& entry : value.entries()) {
    tree.children.push_back(ValuesOf(entry.value));
    tree.children.back().key = entry.key;
  }
  return tree;
}

std::optional<std::size_t> ItemIndex(std::string_view index, std::size_t count) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(index.data(), index.data() + index.size(), value);
  if (error != std::errc() || end != index.data() + index.size() || value >= count) return std::nullopt;
  return value;
}

std::size_t PlaceOf(std::string_view key, const std::vector<std::string_view>& keys, const NodePath& map,
                    const KeyPrecedes& precedes) {
  if (!precedes) return keys.size();
  std::optional<std::size_t> before, behind;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (precedes(map, keys[i], key) && (!before || !precedes(map, keys[i], keys[*before]))) before = i;
    if (precedes(map, key, keys[i]) && (!behind || precedes(map, keys[i], keys[*behind]))) behind = i;
  }
  return before ? *before + 1 : behind.value_or(keys.size());
}

std::optional<std::string> FirstDifference(const ValueTree& found, const ValueTree& wanted) {
  NodePath path;
  return Difference(found, wanted, path);
}

}  // namespace cat4
