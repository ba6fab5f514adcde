#include "model/decode.h"

#include <algorithm>

#include "cat4/base/check.h"
#include "cat4/base/text.h"

namespace cat4 {
namespace {

constexpr int kMaxDecimals = 4;  // of any currency; link.cc checks those of the one in question

std::string_view Describe(NodeKind kind) {
  switch (kind) {
    case NodeKind::kNull:
      return "nothing";
    case NodeKind::kMap:
      return "a mapping";
    case NodeKind::kSequence:
      return "a sequence";
    default:
      return "a scalar";
  }
}

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsHex(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f'); }
bool IsBase64(char c) { return IsLower(c) || IsUpper(c) || IsDigit(c) || c == '+' || c == '/' || c == '='; }

std::string Quoted(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  return "'" + CutToWidth(Printable(text), kLongest) + "'";
}

}  // namespace

Span StartOf(const Document& document, const Node& map) {
  for (const Node& entry : document.children(map))
    return entry.key_span.valid() ? entry.key_span : entry.span;
  return map.span;
}

std::string Decoder::NameOf(const Node& node) const {
  if (document_.IsRoot(node)) return "the file";
  if (node.key.empty()) return node.key_span.valid() ? "this key" : "this item";
  return "'" + Printable(node.key) + "'";
}

bool Decoder::Expect(const Node& node, NodeKind kind) {
  if (node.kind == kind) return true;
  if (node.kind == NodeKind::kRefused) return false;
  const std::string_view none = kind == NodeKind::kSequence ? ", write [] or leave the key out"
                                : kind == NodeKind::kMap    ? ", write {} or leave the key out"
                                                            : ", write a value or leave the key out";
  Refuse(RuleId::kWrongType, node.span.length() > 0 || !node.key_span.valid() ? node.span : node.key_span,
         fmt::format("{} is {}; wanted {}", NameOf(node), Describe(node.kind), Describe(kind)))
      .Help("write {}{}", Describe(kind), node.kind == NodeKind::kNull && node.key_span.valid() ? none : "");
  return false;
}

bool Decoder::Map(const Node& node, std::span<const Field> fields, void* object) {
  if (!Expect(node, NodeKind::kMap)) return false;
  std::vector<std::string_view> meant;  // what unknown keys seem to be slips of
  CAT4_CHECK(fields.size() <= 64);
  std::uint64_t found = 0;  // a bit for each field
  bool merges = false;
  for (const Node& entry : document_.children(node)) {
    const auto field = std::ranges::find(fields, entry.key, &Field::name);
    if (field != fields.end()) {
      found |= std::uint64_t{1} << (field - fields.begin());
      field->read(*this, entry, field->shape, object);
      continue;
    }
    merges = merges || entry.key == "<<";
    if (entry.key == "<<" || entry.kind == NodeKind::kRefused) continue;  // reported by the reader
    meant.push_back(RefuseUnknown(entry, fields));
  }
  if (merges) return true;  // written out, as it must be, it may bring what is missing
  for (const Field& field : fields) {
    const bool there = ((found >> (&field - fields.data())) & 1) != 0;
    if (field.presence == Presence::kOptional || there) continue;
    if (std::ranges::find(meant, field.name) != meant.end()) continue;
    Refuse(RuleId::kMissingField, StartOf(document_, node), fmt::format("field '{}' is missing", field.name))
        .Help("add '{}: …'", field.name);
  }
  return true;
}

std::string_view Decoder::RefuseUnknown(const Node& entry, std::span<const Field> fields) {
  std::vector<std::string_view> names;
  for (const Field& field : fields) names.push_back(field.name);
  const std::string_view nearest = NearestWord(entry.key, names);
  Refuse(RuleId::kUnknownField, entry.key_span,
         fmt::format("unknown field {}{}", Quoted(entry.key),
                     nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest)))
      .Help("known here: {}", Join(names, ", "));
  return nearest;
}

// True if the node is a scalar; `wanted` is for the message.
bool Decoder::Scalar(const Node& node, std::string_view wanted) {
  if (node.kind == NodeKind::kScalar) return true;
  if (node.kind == NodeKind::kRefused) return false;
  const std::string_view none =
      node.key_span.valid() ? "write a value or leave the key out" : "write a value or remove the dash";
  Refuse(RuleId::kWrongType, node.span.length() > 0 || !node.key_span.valid() ? node.span : node.key_span,
         fmt::format("{} is {}; wanted {}", NameOf(node), Describe(node.kind), wanted))
      .Help("{}", node.kind == NodeKind::kNull ? none : "write it as one scalar");
  return false;
}

bool Decoder::Invalid(const Node& node, std::string_view wanted) {
  Refuse(RuleId::kInvalidValue, node.span,
         fmt::format("{} is {}; wanted {}", NameOf(node), Quoted(node.text), wanted))
      .Help("write {}", wanted);
  return false;
}

bool Decoder::CheckText(const Node& node, const Shape& shape) {
  const TextForm form = shape.kind == ShapeKind::kProse ? TextForm::kProse : TextForm::kLine;
  const std::string_view wanted = WantedInText(node.text, form);
  return wanted.empty() || Invalid(node, wanted);
}

bool Decoder::CheckId(const Node& node, IdForm form) {
  if (IsId(node.text, form)) return true;
  Refuse(RuleId::kInvalidId, node.span,
         fmt::format("{} is {}; wanted {}", NameOf(node), Quoted(node.text), DescribeId(form)))
      .Help("ids are {}", DescribeId(form));
  return false;
}

bool Decoder::Decode(const Node& node, const Shape& shape, Located<Text>& out) {
  if (!Scalar(node, shape.kind == ShapeKind::kId ? "an id" : "text")) return false;
  const std::string_view text = node.text;
  switch (shape.kind) {
    case ShapeKind::kId:
      if (!CheckId(node, shape.id)) return false;
      break;
    case ShapeKind::kRuleSlug:
      if (!FindRule(text)) {
        const std::string_view nearest = NearestWord(text, RuleSlugs());
        return Invalid(node, nearest.empty() ? "the name of a rule (see 'cat4 rules')"
                                             : fmt::format("the name of a rule, perhaps '{}'", nearest));
      }
      break;
    case ShapeKind::kDigest: {
      const bool digest =
          text.size() == 71 && text.starts_with("sha256:") && std::ranges::all_of(text.substr(7), IsHex);
      if (!digest && text != "none") return Invalid(node, "'sha256:' and 64 hex digits, or none");
      break;
    }
    case ShapeKind::kHex:
      if (text.size() != 64 || !std::ranges::all_of(text, IsHex))
        return Invalid(node, "64 hex digits in lower case");
      break;
    case ShapeKind::kSignature:
      if (text.empty() || !std::ranges::all_of(text, IsBase64)) return Invalid(node, "base64 on one line");
      break;
    case ShapeKind::kWord:
      if (!Word(node, shape)) return false;
      break;
    default:
      if (!CheckText(node, shape)) return false;
  }
  out = {texts_.Intern(text), node.span};
  return true;
}

bool Decoder::Decode(const Node& node, const Shape&, Located<Date>& out) {
  if (!Scalar(node, "a date")) return false;
  const std::optional<Date> date = ParseDate(node.text);
  if (!date) return Invalid(node, "a date of the calendar, YYYY-MM-DD");
  out = {*date, node.span};
  return true;
}

bool Decoder::Decode(const Node& node, const Shape&, Located<Month>& out) {
  if (!Scalar(node, "a month")) return false;
  const std::optional<Month> month = ParseMonth(node.text);
  if (!month) return Invalid(node, "a month, YYYY-MM");
  out = {*month, node.span};
  return true;
}

bool Decoder::Decode(const Node& node, const Shape&, Located<Decimal>& out) {
  if (!Scalar(node, "an amount")) return false;
  const std::optional<Decimal> decimal = ParseDecimal(node.text, kMaxDecimals);
  if (!decimal) {
    return Invalid(node,
                   "an amount such as 1234.50 or -80: at most 15 digits before the point and the currency's "
                   "decimals after it, no separators, no exponent");
  }
  out = {*decimal, node.span};
  return true;
}

bool Decoder::Decode(const Node& node, const Shape&, Located<Rate>& out) {
  if (!Scalar(node, "a rate")) return false;
  const std::optional<Rate> rate = ParseRate(node.text);
  if (!rate) return Invalid(node, "a rate above 0 with at most 9 digits before and 12 after the point");
  out = {*rate, node.span};
  return true;
}

bool Decoder::Decode(const Node& node, const Shape& shape, Located<int>& out) {
  if (!Scalar(node, "a whole number")) return false;
  const std::optional<Decimal> number = ParseDecimal(node.text, 0);
  const bool plain = number && (node.text.size() == 1 || node.text.front() != '0');
  if (!plain || node.text.front() == '-' || number->digits < shape.min || number->digits > shape.max) {
    return Invalid(node, fmt::format("a whole number from {} to {}", shape.min, shape.max));
  }
  out = {static_cast<int>(number->digits), node.span};
  return true;
}

bool Decoder::Decode(const Node& node, const Shape&, Located<bool>& out) {
  if (!Scalar(node, "true or false")) return false;
  if (node.text != "true" && node.text != "false") return Invalid(node, "true or false");
  out = {node.text == "true", node.span};
  return true;
}

bool Decoder::Decode(const Node& node, const Shape&, Located<Currency>& out) {
  if (!Scalar(node, "a currency")) return false;
  const std::optional<Currency> currency = Currency::Find(node.text);
  if (!currency) return Invalid(node, "a currency code of ISO 4217, such as EUR");
  out = {*currency, node.span};
  return true;
}

std::optional<std::size_t> Decoder::Word(const Node& node, const Shape& shape) {
  const std::span<const std::string_view> words = shape.words();
  if (!Scalar(node, "one word")) return std::nullopt;
  const auto word = std::ranges::find(words, node.text);
  if (word != words.end()) return static_cast<std::size_t>(word - words.begin());
  const std::string_view nearest = NearestWord(node.text, words);
  Refuse(RuleId::kInvalidValue, node.span,
         fmt::format("{} is {}; wanted {}{}", NameOf(node), Quoted(node.text),
                     words.size() > 1 ? "one of " : "", Join(words, ", ")))
      .Help("write {}", nearest.empty() ? "one of the known words" : fmt::format("'{}'", nearest));
  return std::nullopt;
}

}  // namespace cat4
