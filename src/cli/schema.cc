#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/report/schema_json.h"

#include "cli/command.h"

namespace cat4 {
namespace {

constexpr ArgumentSpec kArguments[] = {
    {.name = "KIND",
     .about = "a kind of file, such as measure; without it the kinds are listed",
     .min = 0,
     .max = 1}};
constexpr Example kExamples[] = {
    {"cat4 schema", "the kinds of file, where each lies and what it is for"},
    {"cat4 schema measure > schemas/measure.schema.json", "for an editor that completes and checks measures"},
};

std::string KindList() {
  std::size_t name = 0, path = 0;
  for (const FileKindInfo& kind : AllFileKinds()) {
    name = std::max(name, kind.name.size());
    path = std::max(path, kind.path.size());
  }
  std::string text;
  for (const FileKindInfo& kind : AllFileKinds())
    text += fmt::format("{}  {}  {}\n", PadRight(kind.name, name), PadRight(kind.path, path), kind.about);
  return text;
}

Failure UnknownKind(std::string_view name) {
  std::vector<std::string_view> names;
  for (const FileKindInfo& kind : AllFileKinds()) names.push_back(kind.name);
  const std::string_view nearest = NearestWord(name, names);
  return {FailureKind::kUsage,
          fmt::format("there is no kind of file '{}'{}; 'cat4 schema' lists them", Printable(name),
                      nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest))};
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  if (invocation.arguments.empty()) {
    environment.out.Write(KindList());
    return 0;
  }
  const FileKindInfo* kind = FindFileKind(invocation.arguments.front());
  if (!kind) return tl::unexpected(UnknownKind(invocation.arguments.front()));
  environment.out.Write(SchemaJson(SchemaOf(kind->kind)));
  return 0;
}

}  // namespace

extern const Command kSchemaCommand;
const Command kSchemaCommand{
    .name = "schema",
    .summary = "print the JSON Schema of a kind of file",
    .description =
        "Prints what may stand in one kind of file as a JSON Schema (draft 7), from which editors complete "
        "keys\n"
        "and words and mark mistakes while they are made. A first line such as\n"
        "'# yaml-language-server: $schema=schemas/organization.schema.json' ties a file to its schema.\n"
        "Whatever a schema can't say (references, sums, the decimals of a currency) is left to 'cat4 check'.",
    .arguments = kArguments,
    .options = {},
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
