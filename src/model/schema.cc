#include "cat4/model/schema.h"

#include <algorithm>

#include <fmt/format.h>

#include "cat4/base/text.h"

#include "model/decode_files.h"

namespace cat4 {

const Shape& ShapeOf(FileKind kind) {
  switch (kind) {
    case FileKind::kOrganization:
      return kOrganizationShape;
    case FileKind::kPolicy:
      return kPolicyShape;
    case FileKind::kRates:
      return kRatesShape;
    case FileKind::kWaivers:
      return kWaiversShape;
    case FileKind::kPerson:
      return kPersonShape;
    case FileKind::kCommittee:
      return kCommitteeShape;
    case FileKind::kRegistry:
      return kRegistryShape;
    case FileKind::kPortfolio:
    case FileKind::kProgram:
    case FileKind::kProject:
      return kContainerShape;
    case FileKind::kPackage:
      return kPackageShape;
    case FileKind::kMeasure:
      return kMeasureShape;
    case FileKind::kApproval:
      return kDecisionShape;
  }
  return kMeasureShape;
}

namespace {

// A pattern for the whole text. In Python `$` also stands before a final line end.
std::string Whole(std::string_view pattern) { return fmt::format("^{}$(?!\\n)", pattern); }

// The characters up to U+FFFF that no text holds, as ranges of a character class; `spared` is left out.
std::string ControlRanges(char32_t spared) {
  constexpr char32_t kEnd = 0x10000;
  const auto refused = [&](char32_t c) { return c < kEnd && c != spared && IsInvisibleControl(c); };
  std::string ranges;
  for (char32_t first = 0; first < kEnd; ++first) {
    if (!refused(first)) continue;
    char32_t last = first;
    while (refused(last + 1)) ++last;
    ranges += fmt::format("\\u{:04x}", static_cast<unsigned>(first));
    if (last > first) ranges += fmt::format("-\\u{:04x}", static_cast<unsigned>(last));
    first = last;
  }
  return ranges;
}

std::string LinePattern() {
  constexpr char32_t kNone = 0x110000;
  return Whole(fmt::format("(?! )[^{0}]*[^ {0}]", ControlRanges(kNone)));
}

std::string ProsePattern() { return Whole(fmt::format("[^{}]+", ControlRanges('\n'))); }

Schema String(std::string_view description, std::string_view pattern) {
  return {.description = description, .types = {SchemaType::kString}, .pattern = Whole(pattern)};
}

// Text may look like a number or a boolean.
Schema AnyLooks(std::string_view description, std::string pattern) {
  return {.description = description,
          .types = {SchemaType::kString, SchemaType::kNumber, SchemaType::kBoolean},
          .pattern = std::move(pattern)};
}

Schema Number(std::string_view description, std::string_view pattern) {
  return {.description = description,
          .types = {SchemaType::kNumber, SchemaType::kString},
          .pattern = Whole(pattern)};
}

Schema BooleanSchema() {
  return {.types = {SchemaType::kBoolean, SchemaType::kString}, .pattern = Whole("(true|false)")};
}

Schema AmountSchema() {
  constexpr std::int64_t kLimit = 1'000'000'000'000'000;
  Schema schema = Number("an amount such as 1234.50 or -80, with no more decimals than its currency has",
                         "-?[0-9]{1,15}(\\.[0-9]{1,4})?");
  schema.above = -kLimit;
  schema.below = kLimit;
  return schema;
}

Schema RateSchema() {
  Schema schema = Number("units of the reporting currency for one unit of the other",
                         "(?![0.]+$)[0-9]{1,9}(\\.[0-9]{1,12})?");
  schema.above = 0;
  schema.below = 1'000'000'000;
  return schema;
}

std::string_view IdName(IdForm form) {
  constexpr std::string_view kNames[] = {"id", "code", "measure_id", "prefix"};
  return kNames[static_cast<std::size_t>(form)];
}

Schema Id(IdForm form) {
  Schema schema;
  switch (form) {
    case IdForm::kName:
      schema = AnyLooks(DescribeId(form), Whole("[a-z0-9][a-z0-9._-]{0,63}"));
      schema.minimum = 0;
      break;
    case IdForm::kCode:
      schema = AnyLooks(DescribeId(form), Whole("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"));
      schema.minimum = 0;
      break;
    case IdForm::kMeasure:
      schema = String(DescribeId(form), "[A-Z][A-Z0-9]*(-[A-Z0-9]+)+");
      schema.longest = 32;
      break;
    case IdForm::kPrefix:
      schema = String(DescribeId(form), "[A-Z][A-Z0-9]*(-[A-Z0-9]+)*");
      schema.types.push_back(SchemaType::kBoolean);  // TRUE
      schema.longest = 27;
      break;
  }
  return schema;
}

Schema Integer(const Shape& shape) {
  const std::size_t digits = std::to_string(shape.max).size();
  Schema schema;
  schema.types = {SchemaType::kInteger, SchemaType::kString};
  const std::string positive = fmt::format("[1-9][0-9]{{0,{}}}", digits - 1);
  schema.pattern = Whole(shape.min == 0 ? fmt::format("(0|{})", positive) : positive);
  schema.minimum = shape.min;
  schema.maximum = shape.max;
  return schema;
}

Schema OneOf(std::vector<std::string_view> words, std::string_view description = {}) {
  return {.description = description, .words = std::move(words)};
}

class Builder {
 public:
  Schema Of(const Shape& shape) {
    switch (shape.kind) {
      case ShapeKind::kText:
        return Use("text", [] { return AnyLooks("one line of text", LinePattern()); });
      case ShapeKind::kProse:
        return Use("prose", [] { return AnyLooks("text of any number of lines", ProsePattern()); });
      case ShapeKind::kReference:
        return Use("reference",
                   [] { return AnyLooks("the id of something that is described elsewhere", LinePattern()); });
      case ShapeKind::kId:
        return Use(IdName(shape.id), [&] { return Id(shape.id); });
      case ShapeKind::kDate:
        return Use("date", [] {
          return String("a day, YYYY-MM-DD", "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])");
        });
      case ShapeKind::kMonth:
        return Use("month", [] { return String("a month, YYYY-MM", "[0-9]{4}-(0[1-9]|1[0-2])"); });
      case ShapeKind::kAmount:
        return Use("amount", &AmountSchema);
      case ShapeKind::kRate:
        return Use("rate", &RateSchema);
      case ShapeKind::kInteger:
        return Integer(shape);
      case ShapeKind::kBoolean:
        return Use("boolean", &BooleanSchema);
      case ShapeKind::kWord:
        return OneOf({shape.words().begin(), shape.words().end()});
      case ShapeKind::kRuleSlug:
        return Use("rule", [] {
          return OneOf({RuleSlugs().begin(), RuleSlugs().end()}, "a rule; 'cat4 explain' says what it means");
        });
      case ShapeKind::kCurrency:
        return Use("currency", [] { return OneOf(Currency::Codes(), "a currency of ISO 4217"); });
      case ShapeKind::kCurrencyOrNone:
        return {.either = {Of(kCurrencyShape), OneOf({"-"})}};
      case ShapeKind::kDigest:
        return Use("digest", [] {
          return String("'sha256:' and 64 hex digits, or none", "(sha256:[0-9a-f]{64}|none)");
        });
      case ShapeKind::kHex:
        return Use("hex", [] { return String("64 hex digits in lower case", "[0-9a-f]{64}"); });
      case ShapeKind::kSignature:
        return Use("signature", [] { return String("base64 on one line", "[A-Za-z0-9+/=]+"); });
      case ShapeKind::kMap:
        return Map(shape);
      case ShapeKind::kList:
        return List(*shape.item);
      case ShapeKind::kDictionary:
        return {.types = {SchemaType::kMapping}, .key = {Of(*shape.key)}, .item = {Of(*shape.item)}};
      case ShapeKind::kAnyOrList:
        return {.either = {OneOf({"any"}), List(*shape.item)}};
    }
    return {};
  }

  std::vector<SchemaDefinition> TakeDefinitions() { return std::move(definitions_); }

 private:
  // What is used again and again is a definition; `make` says what it demands.
  template <typename Make>
  Schema Use(std::string_view name, Make make) {
    if (std::ranges::find(definitions_, name, &SchemaDefinition::name) == definitions_.end())
      definitions_.push_back({name, make()});
    return {.definition = name};
  }

  Schema Map(const Shape& shape) {
    Schema schema{.types = {SchemaType::kMapping}};
    for (const Field& field : shape.fields) {
      Schema& value = schema.fields.emplace_back(Of(field.shape));
      value.name = field.name;
      value.required = field.presence == Presence::kRequired;
    }
    return schema;
  }

  Schema List(const Shape& item) { return {.types = {SchemaType::kList}, .item = {Of(item)}}; }

  std::vector<SchemaDefinition> definitions_;
};

}  // namespace

FileSchema SchemaOf(FileKind kind) {
  Builder builder;
  FileSchema schema{.kind = kind, .root = builder.Of(ShapeOf(kind)), .definitions = {}};
  schema.definitions = builder.TakeDefinitions();
  return schema;
}

}  // namespace cat4
