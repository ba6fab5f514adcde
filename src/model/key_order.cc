#include "cat4/model/key_order.h"

#include <algorithm>

#include "model/decode_files.h"

namespace cat4 {
namespace {

// The shape of what the path leads to; null if the format knows no such place.
const Shape* Descend(const Shape& root, const NodePath& path) {
  const Shape* shape = &root;
  for (const std::string& part : path) {
    if (shape->kind == ShapeKind::kMap) {
      const auto field = std::ranges::find(shape->fields, part, &Field::name);
      shape = field == shape->fields.end() ? nullptr : &field->shape;
    } else {
      shape = shape->item;
    }
    if (!shape) return nullptr;
  }
  return shape;
}

bool Precedes(const Shape& map, std::string_view key, std::string_view other) {
  if (map.kind == ShapeKind::kDictionary) return map.key->kind == ShapeKind::kMonth && key < other;
  return std::ranges::find(map.fields, key, &Field::name) <
         std::ranges::find(map.fields, other, &Field::name);
}

}  // namespace

KeyPrecedes KeyOrderOf(FileKind kind) {
  const Shape& root = ShapeOf(kind);
  return [&root](const NodePath& map, std::string_view key, std::string_view other) {
    const Shape* shape = Descend(root, map);
    return shape && Precedes(*shape, key, other);
  };
}

}  // namespace cat4
