#include "exchange/mapping.h"

#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/exchange/import_ids.h"

#include "exchange/mapping_source.h"
#include "model/decode_files.h"

namespace cat4 {
namespace {

// ---- levels

constexpr Field kPackageFields[] = {
    Optional<&LevelMapping::column>("column", kTextShape),
    Optional<&LevelMapping::id>("id", kNameIdShape),
    Optional<&LevelMapping::name>("name", kTextShape),
    Optional<&LevelMapping::prefix>("prefix", kPrefixShape),
};
constexpr std::span<const Field> kLevelFields = std::span(kPackageFields).first(3);

template <Level L>
void ReadLevel(Decoder& decoder, const Node& node, const Shape& shape, void* object) {
  LevelMapping& level = static_cast<Mapping*>(object)->levels[static_cast<std::size_t>(L) - 1];
  level.span = node.span;
  const Document& document = decoder.document();
  if (!decoder.Map(node, shape.fields, &level)) return;
  if (Refused(document, node, "column", level.column) || Refused(document, node, "name", level.name)) return;
  CheckOneOf(decoder, node.key, StartOf(document, node), level.column, level.name, "name");
  if (level.column && level.id) RefuseBeside(decoder, level.id, "id", "column");
  if (!level.name || document.Find(node, "id") || !SlugOf(level.name->view()).empty()) return;
  decoder
      .Refuse(
          RuleId::kInvalidValue, level.name.span,
          fmt::format("no id can be made of '{}': it holds no letter a-z and no digit", level.name->view()))
      .Help("add 'id: …'");
}

// ---- effects

constexpr Field kMonthFields[] = {
    Optional<&MonthMapping::plan>("plan", kTextShape),
    Optional<&MonthMapping::forecast>("forecast", kTextShape),
    Optional<&MonthMapping::actual>("actual", kTextShape),
};
constexpr Shape kMonthColumnsShape = MapShape(kMonthFields);

void ReadMonths(Decoder& decoder, const Node& node, const Shape& shape, void* object) {
  if (!decoder.Expect(node, NodeKind::kMap)) return;
  auto& months = static_cast<EffectMapping*>(object)->months;
  for (const Node& entry : decoder.document().children(node)) {
    MonthMapping month;
    const bool key = decoder.DecodeKey(entry, *shape.key, month.month);
    if (decoder.Map(entry, shape.item->fields, &month) && key) months.push_back(month);
  }
  std::ranges::sort(months, {}, [](const MonthMapping& month) { return *month.month; });
}

constexpr Field kEffectFields[] = {
    Required<&EffectMapping::id>("id", kCodeIdShape),
    Required<&EffectMapping::kind>("kind", kWordShape<EffectKind>),
    Required<&EffectMapping::nature>("nature", kWordShape<Nature>),
    Optional<&EffectMapping::class_>("class", kWordShape<EffectClass>),
    Optional<&EffectMapping::currency>("currency", kCurrencyShape),
    {"months", Presence::kRequired, DictionaryShape(kMonthShape, kMonthColumnsShape), &ReadMonths},
};
constexpr Shape kEffectShape = MapShape(kEffectFields);

void CheckEffects(Decoder& decoder, const std::vector<EffectMapping>& effects) {
  CheckUniqueIds(decoder, effects);
  for (const EffectMapping& effect : effects) {
    if (!effect.kind || *effect.kind != EffectKind::kFte || !effect.currency) continue;
    decoder.Refuse(RuleId::kInvalidValue, effect.currency.span, "an effect of kind fte has no currency")
        .Help("remove the line: fte counts people");
  }
}

// ---- the file

constexpr Field kOrganizationFields[] = {
    Required<&Organization::id>("id", kNameIdShape),
    Required<&Organization::name>("name", kTextShape),
    Required<&Organization::currency>("currency", kCurrencyShape),
    Optional<&Organization::fiscal_year_start>("fiscal_year_start", IntegerShape(1, 12)),
};

// Text of the format has no tab in it, so that a tab needs a word.
void ReadSeparator(Decoder& decoder, const Node& node, const Shape& shape, void* object) {
  char& separator = static_cast<Mapping*>(object)->separator;
  const bool tab = node.kind == NodeKind::kScalar && (node.text == "tab" || node.text == "\t");
  Located<Text> text;
  if (tab) {
    separator = '\t';
  } else if (decoder.Decode(node, shape, text)) {
    constexpr std::string_view kKnown = ",;|";
    if (text->view().size() == 1 && kKnown.find(text->view()) != std::string_view::npos) {
      separator = text->view().front();
      return;
    }
    decoder
        .Refuse(
            RuleId::kInvalidValue, node.span,
            fmt::format("'separator' is '{}'; wanted \",\", \";\", \"|\" or tab", Printable(text->view())))
        .Help("write the character that stands between two fields of the csv");
  }
}

void ReadMeasure(Decoder& decoder, const Node& node, const Shape&, void* object) {
  decoder.Map(node, MeasureMappingFields(), object);
}

constexpr Shape kColumnListShape = ListShape(kTextShape);
constexpr Shape kAnyMapShape{.kind = ShapeKind::kMap};

constexpr Field kMappingFields[] = {
    {"separator", Presence::kOptional, kTextShape, &ReadSeparator},
    Required<&Mapping::organization>("organization", MapShape(kOrganizationFields)),
    {"portfolio", Presence::kRequired, MapShape(kLevelFields), &ReadLevel<Level::kPortfolio>},
    {"program", Presence::kRequired, MapShape(kLevelFields), &ReadLevel<Level::kProgram>},
    {"project", Presence::kRequired, MapShape(kLevelFields), &ReadLevel<Level::kProject>},
    {"package", Presence::kRequired, MapShape(kPackageFields), &ReadLevel<Level::kPackage>},
    {"measure", Presence::kRequired, kAnyMapShape, &ReadMeasure},
    Optional<&Mapping::effects>("effects", ListShape(kEffectShape)),
    Optional<&Mapping::labels>("labels", kColumnListShape),
};

}  // namespace

void ReadMapping(FileId file, std::string_view bytes, Mapping& out, Findings& findings) {
  const std::optional<Document> document = ReadYaml(file, bytes, findings);
  if (!document) return;
  Decoder decoder(*document, bytes, file, out.texts, findings);
  decoder.Map(document->root(), kMappingFields, &out);
  CheckEffects(decoder, out.effects);
}

Currency Mapping::CurrencyOf(const EffectMapping& effect) const {
  if (*effect.kind == EffectKind::kFte) return {};
  return effect.currency ? *effect.currency : *organization.currency;
}

std::vector<Located<Text>> Mapping::Columns() const {
  std::vector<Located<Text>> columns;
  const auto add = [&](const Located<Text>& column) {
    if (column) columns.push_back(column);
  };
  for (const LevelMapping& level : levels) add(level.column);
  add(id);
  for (const CellSource& source : fields) add(source.column);
  for (const EffectMapping& effect : effects) {
    for (const MonthMapping& month : effect.months) {
      add(month.plan);
      add(month.forecast);
      add(month.actual);
    }
  }
  for (const Located<Text>& label : labels.value_or(std::vector<Located<Text>>())) add(label);
  return columns;
}

}  // namespace cat4
