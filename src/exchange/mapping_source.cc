#include "exchange/mapping_source.h"

#include <algorithm>

#include "cat4/base/text.h"

namespace cat4 {
namespace {

// An import has no policy of its own: the stages are those of format 1.
std::span<const std::string_view> StageWords() {
  static TextPool texts;
  static const std::vector<std::string_view> words = [] {
    std::vector<std::string_view> ids;
    for (const Stage& stage : DefaultPolicy(texts).stages) ids.push_back(stage.id->view());
    return ids;
  }();
  return words;
}

// The owner calls green, amber or red; grey is no call.
std::span<const std::string_view> CallWords() { return Words<Light>().first(3); }

struct FieldInfo {
  std::string_view name;
  Shape shape;
};
constexpr std::array<FieldInfo, kTextFieldCount> kFieldInfos = {{
    {"title", kTextShape},
    {"description", kProseShape},
    {"owner", kNameIdShape},
    {"sponsor", kNameIdShape},
    {"controller", kNameIdShape},
    {"legal_entity", kCodeIdShape},
    {"business_unit", kCodeIdShape},
    {"function", kCodeIdShape},
    {"steering_committee", kNameIdShape},
    {"stage", {.kind = ShapeKind::kWord, .words = &StageWords}},
    {"state", kWordShape<State>},
    {"tags", kTextShape},
    {"implementation", {.kind = ShapeKind::kWord, .words = &CallWords}},
    {"comment", kProseShape},
    {"on", kDateShape},
    {"notes", kProseShape},
}};

// ---- sources

// 'value' and 'values' hold what the field holds, which is known where the field is: see ReadSource.
void ReadLater(Decoder&, const Node&, const Shape&, void*) {}

constexpr Field kTagFields[] = {
    Optional<&CellSource::column>("column", kTextShape),
    {"value", Presence::kOptional, kProseShape, &ReadLater},
    {"values", Presence::kOptional, DictionaryShape(kTextShape, kProseShape), &ReadLater},
    Optional<&CellSource::split>("split", kTextShape),
};
constexpr std::span<const Field> kSourceFields = std::span(kTagFields).first(3);

void ReadValues(Decoder& decoder, const Node& node, const Shape& shape, CellSource& source) {
  if (!decoder.Expect(node, NodeKind::kMap)) return;
  for (const Node& entry : decoder.document().children(node)) {
    Located<Text> cell, text;
    if (!decoder.DecodeKey(entry, kTextShape, cell)) continue;
    if (entry.kind == NodeKind::kNull || DecodeAsWritten(decoder, entry, shape, text)) {
      source.values.push_back({cell->view(), text->view()});
    }
  }
}

void CheckSplit(Decoder& decoder, const CellSource& source) {
  if (!source.split || source.split->view().size() == 1) return;
  decoder
      .Refuse(RuleId::kInvalidValue, source.split.span,
              fmt::format("'split' is '{}'; wanted one character", Printable(source.split->view())))
      .Help("write the character that stands between two tags, such as \";\"");
}

void ReadSource(Decoder& decoder, const Node& node, const Shape& shape, CellSource& source) {
  source.span = node.span;
  if (!decoder.Map(node, shape.fields, &source)) return;
  const Document& document = decoder.document();
  const Node* value = document.Find(node, "value");
  const Node* values = document.Find(node, "values");
  const bool refused = value && !DecodeAsWritten(decoder, *value, *shape.item, source.value);
  if (values) ReadValues(decoder, *values, *shape.item, source);
  if (refused || Refused(document, node, "column", source.column)) return;
  CheckOneOf(decoder, node.key, StartOf(document, node), source.column, source.value, "value");
  if (source.value && values)
    RefuseBeside(decoder, {source.value.value, values->key_span}, "values", "value");
  CheckSplit(decoder, source);
}

template <TextField F>
void ReadField(Decoder& decoder, const Node& node, const Shape& shape, void* object) {
  ReadSource(decoder, node, shape, static_cast<Mapping*>(object)->fields[static_cast<std::size_t>(F)]);
}

template <TextField F>
constexpr Field Mapped(std::span<const Field> fields = kSourceFields,
                       Presence presence = Presence::kOptional) {
  const FieldInfo& info = kFieldInfos[static_cast<std::size_t>(F)];
  return {
      info.name, presence, {.kind = ShapeKind::kMap, .fields = fields, .item = &info.shape}, &ReadField<F>};
}

// ---- measure

constexpr Field kColumnFields[] = {Required<&CellSource::column>("column", kTextShape)};

void ReadId(Decoder& decoder, const Node& node, const Shape& shape, void* object) {
  CellSource source;
  decoder.Map(node, shape.fields, &source);
  static_cast<Mapping*>(object)->id = source.column;
}

// A mapping within a mapping whose fields belong to the same object.
void ReadWithin(Decoder& decoder, const Node& node, const Shape& shape, void* object) {
  decoder.Map(node, shape.fields, object);
}

constexpr Field kStatusFields[] = {
    Mapped<TextField::kImplementation>(),
    Mapped<TextField::kComment>(),
    Mapped<TextField::kOn>(),
};

constexpr Field kMeasureFields[] = {
    {"id", Presence::kRequired, MapShape(kColumnFields), &ReadId},
    Mapped<TextField::kTitle>(kSourceFields, Presence::kRequired),
    Mapped<TextField::kDescription>(),
    Mapped<TextField::kOwner>(),
    Mapped<TextField::kSponsor>(),
    Mapped<TextField::kController>(),
    Mapped<TextField::kLegalEntity>(),
    Mapped<TextField::kBusinessUnit>(),
    Mapped<TextField::kFunction>(),
    Mapped<TextField::kSteeringCommittee>(),
    Mapped<TextField::kStage>(),
    Mapped<TextField::kState>(),
    Mapped<TextField::kTags>(kTagFields),
    {"status", Presence::kOptional, MapShape(kStatusFields), &ReadWithin},
    Mapped<TextField::kNotes>(),
};

}  // namespace

std::span<const Field> MeasureMappingFields() { return kMeasureFields; }

std::string_view NameOf(TextField field) { return kFieldInfos[static_cast<std::size_t>(field)].name; }
const Shape& ShapeOf(TextField field) { return kFieldInfos[static_cast<std::size_t>(field)].shape; }

bool DecodeAsWritten(Decoder& decoder, const Node& node, const Shape& shape, Located<Text>& out) {
  Located<Date> date;
  Located<Decimal> amount;
  bool fine = false;
  if (shape.kind == ShapeKind::kDate) {
    fine = decoder.Decode(node, shape, date);
  } else if (shape.kind == ShapeKind::kAmount) {
    fine = decoder.Decode(node, shape, amount);
  } else {
    return decoder.Decode(node, shape, out);
  }
  if (fine) out = {decoder.texts().Intern(node.text), node.span};
  return fine;
}

bool Refused(const Document& document, const Node& map, std::string_view key, const Located<Text>& value) {
  return document.Find(map, key) && !value;
}

void CheckOneOf(Decoder& decoder, std::string_view what, Span span, const Located<Text>& column,
                const Located<Text>& other, std::string_view other_name) {
  if (static_cast<bool>(column) != static_cast<bool>(other)) return;
  decoder
      .Refuse(column ? RuleId::kInvalidValue : RuleId::kMissingField, span,
              column
                  ? fmt::format("'{}' has both 'column' and '{}'; wanted one of them", what, other_name)
                  : fmt::format("'{}' has neither 'column' nor '{}'; wanted one of them", what, other_name))
      .Help("name a column of the csv, or write '{}: …' for the same in every row", other_name);
}

void RefuseBeside(Decoder& decoder, const Located<Text>& given, std::string_view key,
                  std::string_view other) {
  decoder.Refuse(RuleId::kInvalidValue, given.span, fmt::format("'{}' stands beside '{}'", key, other))
      .Help("remove one of the two lines");
}

}  // namespace cat4
