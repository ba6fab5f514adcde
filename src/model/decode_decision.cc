#include "model/decode_files.h"

namespace cat4 {
namespace {

void ReadAmounts(Decoder& decoder, const Node& node, const Shape& shape, void* object) {
  if (!decoder.Expect(node, NodeKind::kMap)) return;
  for (const Node& entry : decoder.document().children(node)) {
    MonthAmount amount;
    const bool key = decoder.DecodeKey(entry, *shape.key, amount.month);
    if (decoder.Decode(entry, *shape.item, amount.amount) && key) {
      static_cast<Decision*>(object)->amounts.push_back(amount);
    }
  }
}

void ReadConfirmed(Decoder& decoder, const Node& node, const Shape& shape, void* object) {
  if (!decoder.Expect(node, NodeKind::kMap)) return;
  for (const Node& entry : decoder.document().children(node)) {
    EffectSum sum;
    const bool key = decoder.DecodeKey(entry, *shape.key, sum.effect);
    if (decoder.Decode(entry, *shape.item, sum.amount) && key)
      static_cast<Decision*>(object)->confirmed.push_back(sum);
  }
}

// `-` for a confirm of fte, which has no currency.
void ReadCurrency(Decoder& decoder, const Node& node, const Shape& shape, void* object) {
  Located<Currency>& currency = static_cast<Decision*>(object)->currency;
  if (node.kind == NodeKind::kScalar && node.text == "-") {
    currency = {Currency(), node.span};
  } else {
    decoder.Decode(node, shape, currency);
  }
}

constexpr Field kEvidenceFields[] = {
    Required<&EvidenceFile::file>("file", kTextShape),
    Required<&EvidenceFile::sha256>("sha256", kHexShape),
};
constexpr Shape kEvidenceShape = MapShape(kEvidenceFields);

constexpr Field kFields[] = {
    Required<&Decision::decision>("decision", kWordShape<DecisionKind>),
    Optional<&Decision::gate>("gate", kTextShape),
    Required<&Decision::role>("role", kWordShape<Role>),
    Required<&Decision::by>("by", kReferenceShape),
    Optional<&Decision::for_>("for", kReferenceShape),
    Required<&Decision::on>("on", kDateShape),
    Required<&Decision::policy>("policy", IntegerShape(1, 1'000'000)),
    Required<&Decision::after>("after", kDigestShape),
    Optional<&Decision::previous>("previous", kDigestShape),
    Required<&Decision::terms>("terms", kDigestShape),
    Optional<&Decision::effect>("effect", kReferenceShape),
    {"currency", Presence::kOptional, kCurrencyOrNoneShape, &ReadCurrency},
    {"amounts", Presence::kOptional, DictionaryShape(kMonthShape, kAmountShape), &ReadAmounts},
    {"confirmed", Presence::kOptional, DictionaryShape(kCodeIdShape, kAmountShape), &ReadConfirmed},
    Optional<&Decision::restates>("restates", kBooleanShape),
    Optional<&Decision::until>("until", kDateShape),
    Optional<&Decision::reason>("reason", kTextShape),
    Optional<&Decision::note>("note", kTextShape),
    Optional<&Decision::checked>("checked", kTextShape),
    Optional<&Decision::evidence>("evidence", ListShape(kEvidenceShape)),
    Required<&Decision::signature>("signature", kSignatureShape),
};

struct RegistryWords {
  static std::span<const std::string_view> Words() {
    static constexpr std::string_view kWords[] = {"ratify", "endorse"};
    return kWords;
  }
};
constexpr Shape kRegistryWordShape{.kind = ShapeKind::kWord, .words = &RegistryWords::Words};

constexpr Field kRegistryEntryFields[] = {
    Required<&RegistryEntry::decision>("decision", kRegistryWordShape),
    Optional<&RegistryEntry::version>("version", IntegerShape(1, 1'000'000)),
    Optional<&RegistryEntry::previous>("previous", kDigestShape),
    Optional<&RegistryEntry::registry>("registry", kDigestShape),
    Optional<&RegistryEntry::statements>("statements", ListShape(kDigestShape)),
    Required<&RegistryEntry::by>("by", kReferenceShape),
    Required<&RegistryEntry::on>("on", kDateShape),
    Optional<&RegistryEntry::note>("note", kTextShape),
    Required<&RegistryEntry::signature>("signature", kSignatureShape),
};
constexpr Shape kRegistryEntryShape = MapShape(kRegistryEntryFields);

struct RegistryFile {
  std::vector<RegistryEntry> decisions;
};
constexpr Field kRegistryFields[] = {
    Required<&RegistryFile::decisions>("decisions", ListShape(kRegistryEntryShape)),
};

// What the kind of decision asks for beyond the fields that all have.
void CheckKind(Decoder& decoder, const Decision& decision, Span at) {
  const auto need = [&](bool present, std::string_view name) {
    if (present) return;
    decoder
        .Refuse(RuleId::kMissingField, at,
                fmt::format("field '{}' is missing; a '{}' needs it", name, Name(*decision.decision)))
        .Help("decisions are written by cat4 only; restore the entry as it was signed");
  };
  if (!decision.decision) return;
  switch (*decision.decision) {
    case DecisionKind::kApprove:
    case DecisionKind::kAdvance:
    case DecisionKind::kReturn:
    case DecisionKind::kAdopt:
      need(bool{decision.gate}, "gate");
      break;
    case DecisionKind::kHold:
      need(bool{decision.until}, "until");
      break;
    case DecisionKind::kConfirm:
      need(bool{decision.effect}, "effect");
      need(bool{decision.currency}, "currency");
      need(!decision.amounts.empty(), "amounts");
      need(bool{decision.checked}, "checked");
      need(bool{decision.previous}, "previous");
      break;
    default:
      break;
  }
}

// The one layout in which cat4 writes decisions, so that entries can be appended without touching other
// bytes.
class Layout {
 public:
  Layout(Decoder& decoder, std::size_t indent) : decoder_(decoder), indent_(indent) {}

  void CheckEntry(const Node& entry) {
    if (entry.kind != NodeKind::kMap) return;
    if (entry.flow) return Refuse(entry.span, "a decision in braces; wanted one key a line");
    bool first = true;
    refused_ = false;  // one finding an entry says enough
    if (indent_ > 0 && !StartsBehindDash(entry))
      Refuse(entry.span, "an entry that does not start behind its dash");
    for (const Node& field : decoder_.document().children(entry)) {
      if (first && field.key != "decision")
        Refuse(field.key_span, "an entry that does not start with 'decision'");
      first = false;
      CheckColumn(field.key_span, indent_);
      CheckValue(field);
      const bool nested = field.key == "amounts" || field.key == "confirmed" || field.key == "evidence";
      if (nested) CheckNested(field);
    }
  }

 private:
  bool StartsBehindDash(const Node& entry) const {
    const std::size_t begin = entry.span.offset();
    return begin >= 2 && decoder_.bytes().substr(begin - 2, 2) == "- ";
  }

  // `key: value`: one space, one line.
  void CheckValue(const Node& field) {
    if (field.kind != NodeKind::kScalar) return;
    if (field.style == ScalarStyle::kBlock)
      return Refuse(field.span, "a block in a decision; wanted one line");
    if (field.span.offset() != field.key_span.end() + 2)
      Refuse(field.span, "a value that is not one space behind its key");
  }

  void CheckNested(const Node& field) {
    if (field.kind != NodeKind::kMap && field.kind != NodeKind::kSequence) return;
    if (field.flow)
      return Refuse(field.span, fmt::format("'{}' in brackets; wanted one line each", field.key));
    for (const Node& item : decoder_.document().children(field)) {
      if (field.kind == NodeKind::kMap) {
        CheckColumn(item.key_span, indent_ + 2);
      } else {
        CheckColumn(item.span, indent_ + 4);  // behind the dash
      }
    }
  }

  void CheckColumn(Span span, std::size_t column) {
    const std::size_t start = decoder_.bytes().rfind('\n', span.offset() == 0 ? 0 : span.offset() - 1);
    const std::size_t line = start == std::string_view::npos || span.offset() == 0 ? 0 : start + 1;
    if (span.offset() - line == column) return;
    Refuse(span, fmt::format("a line of a decision in column {}; wanted column {}", span.offset() - line + 1,
                             column + 1));
  }

  void Refuse(Span span, std::string message) {
    if (refused_) return;
    refused_ = true;
    decoder_.Refuse(RuleId::kSyntaxError, span, std::move(message))
        .Help("decisions are written by cat4 only, in one layout; restore the entry as it was signed");
  }

  Decoder& decoder_;
  std::size_t indent_;
  bool refused_ = false;
};

}  // namespace

const Shape kDecisionShape = MapShape(kFields);
const Shape kRegistryShape = MapShape(kRegistryFields);

void CheckDecisionList(Decoder& decoder, const Node& measure, const std::vector<Decision>& decisions) {
  const Node* list = decoder.document().Find(measure, "decisions");
  if (!list) return;
  if (list->next != 0) {
    decoder.Refuse(RuleId::kSyntaxError, list->key_span, "'decisions' is not the last key of the file")
        .Help("move the other keys above it");
  }
  for (const Decision& decision : decisions) CheckKind(decoder, decision, decision.span);
  if (list->kind != NodeKind::kSequence || list->count == 0) return;
  if (list->flow) {
    decoder.Refuse(RuleId::kSyntaxError, list->span, "decisions in brackets; wanted one key a line")
        .Help("decisions are written by cat4 only, in one layout");
    return;
  }
  Layout layout(decoder, 4);
  for (const Node& entry : decoder.document().children(*list)) layout.CheckEntry(entry);
}

void DecodeApproval(Decoder& decoder, const Node& root, Decision& out) {
  decoder.Decode(root, kDecisionShape, out);
  CheckKind(decoder, out, StartOf(decoder.document(), root));
  if (out.decision && *out.decision != DecisionKind::kApprove) {
    decoder
        .Refuse(RuleId::kInvalidValue, out.decision.span,
                fmt::format("'decision' is '{}'; wanted approve: only approvals have files of their own",
                            Name(*out.decision)))
        .Help("other decisions stand in the measure's list");
  }
  Layout(decoder, 0).CheckEntry(root);
}

void DecodeRegistry(Decoder& decoder, const Node& root, std::vector<RegistryEntry>& out) {
  RegistryFile file;
  decoder.Map(root, kRegistryShape.fields, &file);
  out = std::move(file.decisions);
}

}  // namespace cat4
