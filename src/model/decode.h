// From nodes to typed values, driven by tables of fields. The same tables describe the format to other
// programs, by way of cat4/model/schema.h.
#pragma once

#include <concepts>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "cat4/base/text_pool.h"
#include "cat4/diagnostics/finding.h"
#include "cat4/model/id.h"
#include "cat4/model/portfolio.h"
#include "cat4/yaml/document.h"

namespace cat4 {

class Decoder;
struct Field;

enum class ShapeKind {
  kText,       // one line
  kProse,      // any number of lines
  kId,         // see IdForm
  kReference,  // one line; whether it names something is found when linking
  kDate,
  kMonth,
  kAmount,
  kRate,
  kInteger,  // min to max
  kBoolean,
  kWord,      // one of `words`
  kRuleSlug,  // the name of a rule
  kCurrency,
  kCurrencyOrNone,  // - for none
  kDigest,          // sha256:<64 hex>, or none
  kHex,             // 64 hex digits
  kSignature,       // base64, one line
  kMap,             // `fields`
  kList,            // of `item`
  kDictionary,      // any number of `key`: `item`
  kAnyOrList,       // the word any, or a list of `item`
};

// What a value may look like.
struct Shape {
  ShapeKind kind = ShapeKind::kText;
  IdForm id = IdForm::kName;
  std::span<const std::string_view> (*words)() = nullptr;
  int min = 0, max = 0;
  std::span<const Field> fields = {};
  const Shape* key = nullptr;
  const Shape* item = nullptr;
};

enum class Presence { kOptional, kRequired };

// One key of a mapping: its name, what it may hold, and how that gets into the object that is being read.
struct Field {
  std::string_view name;
  Presence presence = Presence::kOptional;
  Shape shape;
  void (*read)(Decoder&, const Node&, const Shape&, void* object) = nullptr;
};

// Reads one file. Every mistake is reported where it stands; values that have one stay as they were.
class Decoder {
 public:
  Decoder(const Document& document, std::string_view bytes, FileId file, TextPool& texts, Findings& findings)
      : document_(document), bytes_(bytes), file_(file), texts_(texts), findings_(findings) {}

  // A mapping with exactly these fields, into `object`. False if it is none.
  bool Map(const Node& node, std::span<const Field> fields, void* object);

  bool Decode(const Node& node, const Shape& shape, Located<Text>& out);
  bool Decode(const Node& node, const Shape& shape, Located<Date>& out);
  bool Decode(const Node& node, const Shape& shape, Located<Month>& out);
  bool Decode(const Node& node, const Shape& shape, Located<Decimal>& out);
  bool Decode(const Node& node, const Shape& shape, Located<Rate>& out);
  bool Decode(const Node& node, const Shape& shape, Located<int>& out);
  bool Decode(const Node& node, const Shape& shape, Located<bool>& out);
  bool Decode(const Node& node, const Shape& shape, Located<Currency>& out);

  template <typename E>
  requires std::is_enum_v<E>
  bool Decode(const Node& node, const Shape& shape, Located<E>& out) {
    const std::optional<std::size_t> index = Word(node, shape);
    if (index) out = {static_cast<E>(*index), node.span};
    return index.has_value();
  }
  // A list of scalars.
  template <typename T>
  bool Decode(const Node& node, const Shape& shape, std::vector<Located<T>>& out) {
    if (!Expect(node, NodeKind::kSequence)) return false;
    out.clear();
    for (const Node& item : document_.children(node)) {
      Located<T> value;
      if (Decode(item, *shape.item, value)) out.push_back(value);
    }
    return true;
  }
  // A list of mappings.
  template <typename T>
  requires std::is_class_v<T>
  bool Decode(const Node& node, const Shape& shape, std::vector<T>& out) {
    if (!Expect(node, NodeKind::kSequence)) return false;
    out.clear();
    for (const Node& item : document_.children(node)) {
      T value;
      if (!Decode(item, *shape.item, value)) continue;
      out.push_back(std::move(value));
    }
    return true;
  }
  template <typename T>
  bool Decode(const Node& node, const Shape& shape, std::optional<T>& out) {
    T value;
    if (!Decode(node, shape, value)) return false;
    out = std::move(value);
    return true;
  }
  // A mapping.
  template <typename T>
  requires std::is_class_v<T>
  bool Decode(const Node& node, const Shape& shape, T& out) {
    if constexpr (requires { out.span = Span(); }) out.span = node.span;
    return Map(node, shape.fields, &out);
  }

  // Reports wrong-type unless the node is of that kind.
  bool Expect(const Node& node, NodeKind kind);
  // Reports `rule` at the node.
  FindingBuilder Refuse(RuleId rule, Span span, std::string message) {
    return findings_.Add(rule, span, std::move(message));
  }
  // The node's key as the value of a dictionary's key.
  template <typename T>
  bool DecodeKey(const Node& entry, const Shape& shape, Located<T>& out) {
    Node key;
    key.kind = NodeKind::kScalar;
    key.text = entry.key;
    key.span = key.key_span = entry.key_span;
    return Decode(key, shape, out);
  }

  const Document& document() const { return document_; }
  std::string_view bytes() const { return bytes_; }
  FileId file() const { return file_; }
  TextPool& texts() { return texts_; }
  // How a value is called in messages: its key, "this item", "this key" or "the file".
  std::string NameOf(const Node& node) const;

 private:
  // Reports unknown-field; returns the field that seems to be meant, or nothing.
  std::string_view RefuseUnknown(const Node& entry, std::span<const Field> fields);
  bool Scalar(const Node& node, std::string_view wanted);
  bool Invalid(const Node& node, std::string_view wanted);
  bool CheckText(const Node& node, const Shape& shape);
  bool CheckId(const Node& node, IdForm form);
  std::optional<std::size_t> Word(const Node& node, const Shape& shape);

  const Document& document_;
  std::string_view bytes_;
  FileId file_;
  TextPool& texts_;
  Findings& findings_;
};

// The place where a missing field of a mapping is reported.
Span StartOf(const Document& document, const Node& map);

// ---- making tables

template <typename T>
struct MemberOf;
template <typename C, typename T>
struct MemberOf<T C::*> {
  using Class = C;
};

// Reads a value of any decodable type into the member.
template <auto Member>
void Into(Decoder& decoder, const Node& node, const Shape& shape, void* object) {
  using Class = typename MemberOf<decltype(Member)>::Class;
  decoder.Decode(node, shape, static_cast<Class*>(object)->*Member);
}

constexpr Shape kTextShape{.kind = ShapeKind::kText};
constexpr Shape kProseShape{.kind = ShapeKind::kProse};
constexpr Shape kReferenceShape{.kind = ShapeKind::kReference};
constexpr Shape kDateShape{.kind = ShapeKind::kDate};
constexpr Shape kMonthShape{.kind = ShapeKind::kMonth};
constexpr Shape kAmountShape{.kind = ShapeKind::kAmount};
constexpr Shape kRateShape{.kind = ShapeKind::kRate};
constexpr Shape kBooleanShape{.kind = ShapeKind::kBoolean};
constexpr Shape kCurrencyShape{.kind = ShapeKind::kCurrency};
constexpr Shape kCurrencyOrNoneShape{.kind = ShapeKind::kCurrencyOrNone};
constexpr Shape kDigestShape{.kind = ShapeKind::kDigest};
constexpr Shape kHexShape{.kind = ShapeKind::kHex};
constexpr Shape kSignatureShape{.kind = ShapeKind::kSignature};
constexpr Shape kRuleSlugShape{.kind = ShapeKind::kRuleSlug};
constexpr Shape kNameIdShape{.kind = ShapeKind::kId, .id = IdForm::kName};
constexpr Shape kCodeIdShape{.kind = ShapeKind::kId, .id = IdForm::kCode};
constexpr Shape kMeasureIdShape{.kind = ShapeKind::kId, .id = IdForm::kMeasure};
constexpr Shape kPrefixShape{.kind = ShapeKind::kId, .id = IdForm::kPrefix};

template <typename E>
constexpr Shape WordShape() {
  return {.kind = ShapeKind::kWord, .words = &Words<E>};
}
template <typename E>
inline constexpr Shape kWordShape = WordShape<E>();

constexpr Shape IntegerShape(int min, int max) {
  return {.kind = ShapeKind::kInteger, .min = min, .max = max};
}
constexpr Shape MapShape(std::span<const Field> fields) {
  return {.kind = ShapeKind::kMap, .fields = fields};
}
constexpr Shape ListShape(const Shape& item) { return {.kind = ShapeKind::kList, .item = &item}; }
constexpr Shape DictionaryShape(const Shape& key, const Shape& item) {
  return {.kind = ShapeKind::kDictionary, .key = &key, .item = &item};
}

template <auto Member>
constexpr Field Optional(std::string_view name, const Shape& shape) {
  return {name, Presence::kOptional, shape, &Into<Member>};
}
template <auto Member>
constexpr Field Required(std::string_view name, const Shape& shape) {
  return {name, Presence::kRequired, shape, &Into<Member>};
}

}  // namespace cat4
