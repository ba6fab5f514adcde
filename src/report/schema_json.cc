#include "cat4/report/schema_json.h"

#include <fmt/format.h>

#include "report/json.h"

namespace cat4 {
namespace {

std::string_view TypeName(SchemaType type) {
  constexpr std::string_view kNames[] = {"string", "number", "integer", "boolean", "array", "object"};
  return kNames[static_cast<std::size_t>(type)];
}

Json Of(const Schema& schema);

Json Types(const std::vector<SchemaType>& types) {
  if (types.size() == 1) return TypeName(types.front());
  Json names = Json::array();
  for (const SchemaType type : types) names.push_back(TypeName(type));
  return names;
}

void AddFields(const std::vector<Schema>& fields, Json& out) {
  Json required = Json::array(), properties = Json::object();
  for (const Schema& field : fields) {
    if (field.required) required.push_back(field.name);
    properties[std::string(field.name)] = Of(field);
  }
  if (!required.empty()) out["required"] = std::move(required);
  out["properties"] = std::move(properties);
  out["additionalProperties"] = false;
}

void AddBounds(const Schema& schema, Json& out) {
  if (schema.minimum) out["minimum"] = *schema.minimum;
  if (schema.maximum) out["maximum"] = *schema.maximum;
  if (schema.above) out["exclusiveMinimum"] = *schema.above;
  if (schema.below) out["exclusiveMaximum"] = *schema.below;
}

Json Of(const Schema& schema) {
  if (!schema.definition.empty()) return {{"$ref", fmt::format("#/definitions/{}", schema.definition)}};
  Json out = Json::object();
  if (!schema.description.empty()) out["description"] = schema.description;
  if (!schema.types.empty()) out["type"] = Types(schema.types);
  if (!schema.words.empty()) out["enum"] = schema.words;
  if (!schema.pattern.empty()) out["pattern"] = schema.pattern;
  if (schema.longest) out["maxLength"] = *schema.longest;
  AddBounds(schema, out);
  if (!schema.fields.empty()) AddFields(schema.fields, out);
  if (!schema.key.empty()) {
    out["propertyNames"] = Of(schema.key.front());
    out["additionalProperties"] = Of(schema.item.front());
  } else if (!schema.item.empty()) {
    out["items"] = Of(schema.item.front());
  }
  for (const Schema& choice : schema.either) out["anyOf"].push_back(Of(choice));
  return out;
}

}  // namespace

std::string SchemaJson(const FileSchema& schema) {
  const FileKindInfo& kind = GetFileKind(schema.kind);
  Json document = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                   {"title", kind.name},
                   {"description", fmt::format("{}: {}", kind.path, kind.about)}};
  document.update(Of(schema.root));
  for (const SchemaDefinition& definition : schema.definitions) {
    document["definitions"][std::string(definition.name)] = Of(definition.schema);
  }
  return DocumentText(document);
}

std::map<std::string, std::string> SchemaFiles() {
  std::map<std::string, std::string> files;
  for (const FileKindInfo& kind : AllFileKinds())
    files.emplace(SchemaPath(kind.kind), SchemaJson(SchemaOf(kind.kind)));
  return files;
}

}  // namespace cat4
