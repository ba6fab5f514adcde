// Schemas as values: what they say is what the tables of fields say.
#include "cat4/model/schema.h"

#include <algorithm>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "cat4/base/text.h"
#include "cat4/report/schema_json.h"

namespace cat4 {
namespace {

std::string Outline(const Schema& schema);

std::string OutlineOfFields(const Schema& schema) {
  std::string text;
  for (const Schema& field : schema.fields)
    text += fmt::format("{}{}{}: {}", text.empty() ? "" : ", ", field.name, field.required ? "!" : "",
                        Outline(field));
  return "{" + text + "}";
}

// One line: definitions by name, words as a|b, integers as 1..12, lists as [item], free keys as {key →
// value}.
std::string Outline(const Schema& schema) {
  if (!schema.definition.empty()) return std::string(schema.definition);
  if (!schema.words.empty()) return Join(schema.words, "|");
  if (!schema.either.empty()) return Outline(schema.either[0]) + " or " + Outline(schema.either[1]);
  if (!schema.fields.empty()) return OutlineOfFields(schema);
  if (!schema.key.empty()) return fmt::format("{{{} → {}}}", Outline(schema.key[0]), Outline(schema.item[0]));
  if (!schema.item.empty()) return "[" + Outline(schema.item[0]) + "]";
  return fmt::format("{}..{}", schema.minimum.value_or(0), schema.maximum.value_or(0));
}

std::string OutlineOf(FileKind kind) { return Outline(SchemaOf(kind).root); }

const Schema& Field(const Schema& schema, std::string_view name) {
  const auto field = std::ranges::find(schema.fields, name, &Schema::name);
  REQUIRE(field != schema.fields.end());
  return *field;
}

const Schema& DefinitionOf(const FileSchema& schema, std::string_view name) {
  const auto definition = std::ranges::find(schema.definitions, name, &SchemaDefinition::name);
  REQUIRE(definition != schema.definitions.end());
  return definition->schema;
}

}  // namespace

TEST_CASE("schema: a mapping has its fields, in order, with what they hold", "[schema]") {
  CHECK(OutlineOf(FileKind::kCommittee) ==
        "{id!: id, name!: text, chair!: reference, members!: [reference], quorum!: 1..1000, "
        "record: votes|minutes, meetings: [date], active: boolean}");
  CHECK(OutlineOf(FileKind::kRates) == "{plan: {currency → rate}, months: {month → {currency → rate}}}");
  CHECK(OutlineOf(FileKind::kWaivers) ==
        "[{rule!: rule, measure: reference, path: text, commit: text, until!: date, reason!: text, "
        "by!: reference}]");
  CHECK(OutlineOf(FileKind::kRegistry) ==
        "{decisions!: [{decision!: ratify|endorse, version: 1..1000000, previous: digest, registry: digest, "
        "statements: [digest], by!: reference, on!: date, note: text, signature!: signature}]}");
}

TEST_CASE("schema: only a package has a prefix", "[schema]") {
  const std::string project = OutlineOf(FileKind::kProject);
  CHECK(project ==
        "{id!: id, name!: text, description: prose, lead: reference, sponsor: reference, legal_entity: "
        "reference, business_unit: reference, function: reference, steering_committee: reference, "
        "currency: currency, target: {amount!: amount, by!: month, basis: cumulative|fiscal_year|run_rate}}");
  CHECK(OutlineOf(FileKind::kPortfolio) == project);
  CHECK(OutlineOf(FileKind::kProgram) == project);
  CHECK(OutlineOf(FileKind::kPackage) == project.substr(0, project.size() - 1) + ", prefix: prefix}");
}

TEST_CASE("schema: a decision is the same in a measure and in a file of its own", "[schema]") {
  const Schema measure = SchemaOf(FileKind::kMeasure).root;
  CHECK(Outline(Field(measure, "decisions")) == "[" + OutlineOf(FileKind::kApproval) + "]");
  CHECK(Outline(Field(SchemaOf(FileKind::kApproval).root, "currency")) == "currency or -");
}

TEST_CASE("schema: the word any stands in for a list where the policy takes it", "[schema]") {
  const Schema policy = SchemaOf(FileKind::kPolicy).root;
  const Schema& decisions = Field(policy, "decisions");
  CHECK(Outline(Field(decisions, "reject")) == "any or [owner|sponsor|controller|steering_committee|admin]");
  CHECK(Outline(Field(decisions, "hold")) == "[owner|sponsor|controller|steering_committee|admin]");
  CHECK(Outline(Field(policy, "separation_of_duties")) ==
        "[[owner|sponsor|controller|steering_committee|admin]]");
}

TEST_CASE("schema: definitions are those that are used, each once", "[schema]") {
  std::string names;
  for (const SchemaDefinition& definition : SchemaOf(FileKind::kOrganization).definitions)
    names += fmt::format("{} ", definition.name);
  CHECK(names == "id text currency month code boolean amount ");
}

TEST_CASE("schema: scalars have the types that their looks may have", "[schema]") {
  using Types = std::vector<SchemaType>;
  const FileSchema measure = SchemaOf(FileKind::kMeasure);
  const Schema& amount = DefinitionOf(measure, "amount");
  CHECK(amount.types == Types{SchemaType::kNumber, SchemaType::kString});
  CHECK(amount.pattern == "^-?[0-9]{1,15}(\\.[0-9]{1,4})?$(?!\\n)");
  CHECK(amount.above == -1'000'000'000'000'000);
  CHECK(amount.below == 1'000'000'000'000'000);
  CHECK(DefinitionOf(measure, "text").types ==
        Types{SchemaType::kString, SchemaType::kNumber, SchemaType::kBoolean});
  CHECK(DefinitionOf(measure, "date").types == Types{SchemaType::kString});
  CHECK(DefinitionOf(measure, "measure_id").types == Types{SchemaType::kString});
  CHECK(DefinitionOf(measure, "code").minimum == 0);
  const Schema decision = SchemaOf(FileKind::kApproval).root;
  const Schema& policy = Field(decision, "policy");
  CHECK(policy.types == Types{SchemaType::kInteger, SchemaType::kString});
  CHECK(policy.pattern == "^[1-9][0-9]{0,6}$(?!\\n)");
}

TEST_CASE("schema: a file's first line leads from its directory to the root", "[schema]") {
  CHECK(Modeline(FileKind::kPolicy) == "# yaml-language-server: $schema=schemas/policy.schema.json\n");
  CHECK(Modeline(FileKind::kPerson) == "# yaml-language-server: $schema=../schemas/person.schema.json\n");
  CHECK(Modeline(FileKind::kPortfolio) ==
        "# yaml-language-server: $schema=../../schemas/portfolio.schema.json\n");
  CHECK(Modeline(FileKind::kMeasure) ==
        "# yaml-language-server: $schema=../../../../../schemas/measure.schema.json\n");
  CHECK(Modeline(FileKind::kApproval) ==
        "# yaml-language-server: $schema=../../../../../../schemas/approval.schema.json\n");
}

TEST_CASE("schema: kinds are found by name and stand in their own order", "[schema]") {
  for (const FileKindInfo& kind : AllFileKinds()) {
    CHECK(FindFileKind(kind.name) == &kind);
    CHECK(&GetFileKind(kind.kind) == &kind);
  }
  CHECK(FindFileKind("mesure") == nullptr);
  CHECK(SchemaFiles().size() == AllFileKinds().size());
  CHECK(SchemaFiles().contains("schemas/waivers.schema.json"));
}

TEST_CASE("schema: written as JSON Schema", "[schema]") {
  Schema number{
      .description = "a number", .types = {SchemaType::kNumber, SchemaType::kString}, .pattern = "^1$"};
  number.above = 0;
  number.maximum = 9;
  const Schema word{.words = {"a", "b"}};
  FileSchema file{.kind = FileKind::kRates, .root = {.types = {SchemaType::kMapping}}, .definitions = {}};
  file.root.fields = {{.name = "one", .required = true, .definition = "number"},
                      {.name = "free", .types = {SchemaType::kMapping}, .key = {word}, .item = {number}}};
  file.definitions = {{"number", number}};
  CHECK(SchemaJson(file) == R"({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "title": "rates",
  "description": "rates.yaml: currency rates of the plan and of each month",
  "type": "object",
  "required": [
    "one"
  ],
  "properties": {
    "one": {
      "$ref": "#/definitions/number"
    },
    "free": {
      "type": "object",
      "propertyNames": {
        "enum": [
          "a",
          "b"
        ]
      },
      "additionalProperties": {
        "description": "a number",
        "type": [
          "number",
          "string"
        ],
        "pattern": "^1$",
        "maximum": 9,
        "exclusiveMinimum": 0
      }
    }
  },
  "additionalProperties": false,
  "definitions": {
    "number": {
      "description": "a number",
      "type": [
        "number",
        "string"
      ],
      "pattern": "^1$",
      "maximum": 9,
      "exclusiveMinimum": 0
    }
  }
}
)");
}

}  // namespace cat4
