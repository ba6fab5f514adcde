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
constexpr Example kExamples[] = {{"cat4 key retire m.okafor SHA256:ZtO8 --note \"Laptop replaced\"",
                                  "no new decision may be signed with it"}};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  return WorsenKey(invocation, environment, KeyStatus::kRetired);
}

}  // namespace

extern const Command kKeyRetireCommand;
const Command kKeyRetireCommand{.name = "key retire",
                                .summary = "let a key sign no more",
                                .description =
                                    "Nothing new can be signed with a retired key; what was signed stays as "
                                    "good as it was. For an admin to\n"
                                    "ratify.",
                                .arguments = kArguments,
                                .options = kOptions,
                                .examples = kExamples,
                                .run = &Run};

}  // namespace cat4
