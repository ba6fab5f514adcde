// The values of a document without their bytes: what an edit is proven against.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cat4/yaml/document.h"
#include "cat4/yaml/edit.h"

namespace cat4 {

struct ValueTree {
  NodeKind kind = NodeKind::kNull;
  std::optional<ScalarStyle> style;  // nothing: any will do
  std::string text;
  std::string key;  // in a map
  std::vector<ValueTree> children;

  ValueTree* Find(std::string_view key_or_index);  // null if there is none
};

ValueTree ValuesOf(const Document& document);
ValueTree ValuesOf(const EditValue& value);

// The position of an item by its number in a path; nothing if it is no number or there is no such item.
std::optional<std::size_t> ItemIndex(std::string_view index, std::size_t count);

// Where a new key goes among `keys`: the position that it will have.
std::size_t PlaceOf(std::string_view key, const std::vector<std::string_view>& keys, const NodePath& map,
                    const KeyPrecedes& precedes);

// The first place where the trees differ, with what was found and wanted; nothing if they are the same.
std::optional<std::string> FirstDifference(const ValueTree& found, const ValueTree& wanted);

}  // namespace cat4
