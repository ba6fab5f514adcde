#include <algorithm>

#include "model/decode_files.h"

namespace cat4 {
namespace {

void ReadGates(Decoder& decoder, const Node& node, const Shape& shape, void* object) {
  if (!decoder.Expect(node, NodeKind::kMap)) return;
  for (const Node& entry : decoder.document().children(node)) {
    GateDate gate;
    const bool key = decoder.DecodeKey(entry, *shape.key, gate.stage);
    if (decoder.Decode(entry, *shape.item, gate.date) && key)
      static_cast<Measure*>(object)->gates.push_back(gate);
  }
}

void ReadLabels(Decoder& decoder, const Node& node, const Shape& shape, void* object) {
  if (!decoder.Expect(node, NodeKind::kMap)) return;
  for (const Node& entry : decoder.document().children(node)) {
    Label label;
    const bool key = decoder.DecodeKey(entry, *shape.key, label.key);
    if (decoder.Decode(entry, *shape.item, label.value) && key)
      static_cast<Measure*>(object)->labels.push_back(label);
  }
}

struct WrittenCell {
  Located<Decimal> plan, original, forecast, actual;
};
constexpr Field kCellFields[] = {
    Optional<&WrittenCell::plan>("plan", kAmountShape),
    Optional<&WrittenCell::original>("original", kAmountShape),
    Optional<&WrittenCell::forecast>("forecast", kAmountShape),
    Optional<&WrittenCell::actual>("actual", kAmountShape),
};
constexpr Shape kCellShape = MapShape(kCellFields);

void ReadMonths(Decoder& decoder, const Node& node, const Shape& shape, void* object) {
  if (!decoder.Expect(node, NodeKind::kMap)) return;
  auto& figures = static_cast<Effect*>(object)->figures;
  for (const Node& entry : decoder.document().children(node)) {
    Located<Month> month;
    WrittenCell cell;
    const bool key = decoder.DecodeKey(entry, *shape.key, month);
    if (!decoder.Map(entry, shape.item->fields, &cell) || !key) continue;
    const auto add = [&](FigureKind kind, const Located<Decimal>& amount) {
      if (amount) figures.emplace_back(*month, kind, *amount, amount.span);
    };
    add(FigureKind::kPlan, cell.plan);
    add(FigureKind::kOriginal, cell.original);
    add(FigureKind::kForecast, cell.forecast);
    add(FigureKind::kActual, cell.actual);
  }
  if (!std::ranges::is_sorted(figures, {}, &Figure::rank))
    std::ranges::stable_sort(figures, {}, &Figure::rank);
  figures.shrink_to_fit();
}

constexpr Field kBaselineFields[] = {
    Required<&Baseline::amount>("amount", kAmountShape),
    Optional<&Baseline::from>("from", kMonthShape),
    Optional<&Baseline::to>("to", kMonthShape),
    Optional<&Baseline::source>("source", kTextShape),
};

constexpr Field kEffectFields[] = {
    Required<&Effect::id>("id", kCodeIdShape),
    Required<&Effect::kind>("kind", kWordShape<EffectKind>),
    Required<&Effect::nature>("nature", kWordShape<Nature>),
    Optional<&Effect::class_>("class", kWordShape<EffectClass>),
    Optional<&Effect::currency>("currency", kCurrencyShape),
    Optional<&Effect::account>("account", kTextShape),
    Optional<&Effect::baseline>("baseline", MapShape(kBaselineFields)),
    Optional<&Effect::run_rate>("run_rate", kAmountShape),
    {"months", Presence::kOptional, DictionaryShape(kMonthShape, kCellShape), &ReadMonths},
};
constexpr Shape kEffectShape = MapShape(kEffectFields);

constexpr Field kMilestoneFields[] = {
    Required<&Milestone::id>("id", kCodeIdShape),   Required<&Milestone::title>("title", kTextShape),
    Optional<&Milestone::due>("due", kDateShape),   Optional<&Milestone::forecast>("forecast", kDateShape),
    Optional<&Milestone::done>("done", kDateShape), Optional<&Milestone::key>("key", kBooleanShape),
};
constexpr Shape kMilestoneShape = MapShape(kMilestoneFields);

constexpr Field kDependencyFields[] = {
    Required<&Dependency::measure>("measure", kReferenceShape),
    Required<&Dependency::stage>("stage", kReferenceShape),
    Optional<&Dependency::by>("by", kDateShape),
};
constexpr Shape kDependencyShape = MapShape(kDependencyFields);

// The owner calls green, amber or red; grey is no call.
std::span<const std::string_view> CallWords() { return Words<Light>().first(3); }
constexpr Shape kCallShape{.kind = ShapeKind::kWord, .words = &CallWords};

constexpr Field kStatusFields[] = {
    Optional<&OwnerStatus::implementation>("implementation", kCallShape),
    Optional<&OwnerStatus::comment>("comment", kProseShape),
    Optional<&OwnerStatus::next>("next", kProseShape),
    Optional<&OwnerStatus::needs>("needs", kProseShape),
    Optional<&OwnerStatus::on>("on", kDateShape),
};

constexpr Field kSubmissionFields[] = {
    Required<&Submission::gate>("gate", kReferenceShape),
    Required<&Submission::on>("on", kDateShape),
    Optional<&Submission::note>("note", kTextShape),
};

constexpr Field kRiskFields[] = {
    Required<&Risk::title>("title", kTextShape),
    Optional<&Risk::likelihood>("likelihood", kWordShape<Rating>),
    Optional<&Risk::impact>("impact", kWordShape<Rating>),
    Optional<&Risk::response>("response", kProseShape),
};
constexpr Shape kRiskShape = MapShape(kRiskFields);

constexpr Field kMeasureFields[] = {
    Required<&Measure::id>("id", kMeasureIdShape),
    Required<&Measure::title>("title", kTextShape),
    Optional<&Measure::description>("description", kProseShape),
    Optional<&Measure::owner>("owner", kReferenceShape),
    Optional<&Measure::sponsor>("sponsor", kReferenceShape),
    Optional<&Measure::controller>("controller", kReferenceShape),
    Optional<&Measure::legal_entity>("legal_entity", kReferenceShape),
    Optional<&Measure::business_unit>("business_unit", kReferenceShape),
    Optional<&Measure::function>("function", kReferenceShape),
    Optional<&Measure::steering_committee>("steering_committee", kReferenceShape),
    Required<&Measure::stage>("stage", kReferenceShape),
    Required<&Measure::state>("state", kWordShape<State>),
    {"gates", Presence::kOptional, DictionaryShape(kCodeIdShape, kDateShape), &ReadGates},
    Optional<&Measure::submitted>("submitted", MapShape(kSubmissionFields)),
    Optional<&Measure::tags>("tags", ListShape(kTextShape)),
    Optional<&Measure::milestones>("milestones", ListShape(kMilestoneShape)),
    Optional<&Measure::depends_on>("depends_on", ListShape(kDependencyShape)),
    Optional<&Measure::status>("status", MapShape(kStatusFields)),
    Optional<&Measure::risks>("risks", ListShape(kRiskShape)),
    Optional<&Measure::effects>("effects", ListShape(kEffectShape)),
    {"labels", Presence::kOptional, DictionaryShape(kTextShape, kTextShape), &ReadLabels},
    Optional<&Measure::notes>("notes", kProseShape),
    Optional<&Measure::decisions>("decisions", ListShape(kDecisionShape)),
};

void CheckEffect(Decoder& decoder, const Effect& effect) {
  if (effect.kind && *effect.kind == EffectKind::kFte && effect.currency) {
    decoder.Refuse(RuleId::kInvalidValue, effect.currency.span, "an effect of kind fte has no currency")
        .Help("remove the line: fte counts people");
  }
  if (effect.baseline && effect.baseline->from && effect.baseline->to &&
      *effect.baseline->to < *effect.baseline->from) {
    decoder
        .Refuse(RuleId::kInvalidValue, effect.baseline->to.span,
                fmt::format("the baseline ends in {} before it starts in {}",
                            FormatMonth(*effect.baseline->to), FormatMonth(*effect.baseline->from)))
        .Help("swap 'from' and 'to', or correct them");
  }
}

}  // namespace

const Shape kMeasureShape = MapShape(kMeasureFields);

void DecodeMeasure(Decoder& decoder, const Node& root, Measure& out) {
  decoder.Map(root, kMeasureShape.fields, &out);
  CheckUniqueIds(decoder, out.milestones);
  CheckUniqueIds(decoder, out.effects);
  for (const Effect& effect : out.effects) CheckEffect(decoder, effect);
  CheckDecisionList(decoder, root, out.decisions);
}

}  // namespace cat4
