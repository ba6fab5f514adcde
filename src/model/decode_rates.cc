#include "model/decode_files.h"

namespace cat4 {
namespace {

void ReadPlanRates(Decoder& decoder, const Node& node, const Shape& shape, void* object) {
  if (!decoder.Expect(node, NodeKind::kMap)) return;
  for (const Node& entry : decoder.document().children(node)) {
    Located<Currency> currency;
    Located<Rate> rate;
    const bool key = decoder.DecodeKey(entry, *shape.key, currency);
    if (decoder.Decode(entry, *shape.item, rate) && key)
      static_cast<Rates*>(object)->plan[currency->code()] = rate;
  }
}

void ReadMonthRates(Decoder& decoder, const Node& node, const Shape& shape, void* object) {
  if (!decoder.Expect(node, NodeKind::kMap)) return;
  for (const Node& entry : decoder.document().children(node)) {
    Located<Month> month;
    Rates of_month;
    const bool key = decoder.DecodeKey(entry, *shape.key, month);
    ReadPlanRates(decoder, entry, *shape.item, &of_month);
    if (!key) continue;
    for (const auto& [code, rate] : of_month.plan) {
      static_cast<Rates*>(object)->months[{*Currency::Find(code), MonthIndex(*month)}] = rate;
    }
  }
}

constexpr Shape kRateByCurrency = DictionaryShape(kCurrencyShape, kRateShape);

constexpr Field kRatesFields[] = {
    {"plan", Presence::kOptional, kRateByCurrency, &ReadPlanRates},
    {"months", Presence::kOptional, DictionaryShape(kMonthShape, kRateByCurrency), &ReadMonthRates},
};

constexpr Field kWaiverFields[] = {
    Required<&Waiver::rule>("rule", kRuleSlugShape), Optional<&Waiver::measure>("measure", kReferenceShape),
    Optional<&Waiver::path>("path", kTextShape),     Optional<&Waiver::commit>("commit", kTextShape),
    Required<&Waiver::until>("until", kDateShape),   Required<&Waiver::reason>("reason", kTextShape),
    Required<&Waiver::by>("by", kReferenceShape),
};
constexpr Shape kWaiverShape = MapShape(kWaiverFields);

void CheckWaiver(Decoder& decoder, const Waiver& waiver) {
  const int scopes = (waiver.measure ? 1 : 0) + (waiver.path ? 1 : 0) + (waiver.commit ? 1 : 0);
  if (scopes != 1) {
    decoder
        .Refuse(scopes == 0 ? RuleId::kMissingField : RuleId::kInvalidValue,
                waiver.rule ? waiver.rule.span : waiver.span,
                scopes == 0 ? "a waiver needs one of 'measure', 'path' and 'commit'"
                            : "a waiver has more than one of 'measure', 'path' and 'commit'; wanted one")
        .Help("say with one of them what is waived");
  }
  const RuleInfo* rule = waiver.rule ? FindRule(waiver.rule->view()) : nullptr;
  if (!rule || rule->kind != RuleKind::kFixed || waiver.commit || scopes == 0) return;
  decoder
      .Refuse(RuleId::kInvalidValue, waiver.rule.span,
              fmt::format("rule '{}' is fixed; a {} can't be exempt from it", rule->slug,
                          waiver.measure ? "measure" : "path"))
      .Help("repair what it reports; of a fixed rule only a landed commit can be waived");
}

}  // namespace

const Shape kRatesShape = MapShape(kRatesFields);
const Shape kWaiversShape = ListShape(kWaiverShape);

void DecodeRates(Decoder& decoder, const Node& root, Rates& out) {
  decoder.Map(root, kRatesShape.fields, &out);
}

void DecodeWaivers(Decoder& decoder, const Node& root, std::vector<Waiver>& out) {
  decoder.Decode(root, kWaiversShape, out);
  for (const Waiver& waiver : out) CheckWaiver(decoder, waiver);
}

}  // namespace cat4
