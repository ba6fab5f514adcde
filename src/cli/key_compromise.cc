#include "cli/key_edit.h"
#include "cli/recording.h"

namespace cat4 {
namespace {

constexpr ArgumentSpec kArguments[] = {
    {.name = "PERSON", .about = "whose key it is", .min = 1, .max = 1, .kind = ValueKind::kPerson},
    {.name = "KEY",
     .about = "its fingerprint, its file or its line (default: the only active one)",
     .min = 0,
     .max = 1}};
constexpr OptionSpec kOptions[] = {kKeyNoteOption, kDryRunOption};
constexpr Example kExamples[] = {
    {"cat4 key compromise m.okafor --note \"Stolen on 3 March\"", "at once; then have it ratified"}};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  return WorsenKey(invocation, environment, KeyStatus::kCompromised);
}

}  // namespace

extern const Command kKeyCompromiseCommand;
const Command kKeyCompromiseCommand{.name = "key compromise",
                                    .summary = "mark a key as stolen",
                                    .description =
                                        "Nothing new can be signed with a compromised key, and the audit "
                                        "lists what was signed with it, until\n"
                                        "somebody with a good key decides anew. For an admin to ratify.",
                                    .arguments = kArguments,
                                    .options = kOptions,
                                    .examples = kExamples,
                                    .run = &Run};

}  // namespace cat4
