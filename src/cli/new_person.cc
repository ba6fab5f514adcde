#include "cat4/base/text.h"
#include "cat4/crypto/public_key.h"
#include "cat4/exchange/tree_files.h"

#include "cli/key_option.h"
#include "cli/new_file.h"

namespace cat4 {
namespace {

constexpr std::size_t kShownKey = 60;  // columns

constexpr std::string_view kRoles[] = {"owner", "sponsor", "controller", "admin"};

constexpr ArgumentSpec kArguments[] = {
    {.name = "ID", .about = "the id, which is the name of the file too: l.brandt", .min = 1, .max = 1}};
constexpr OptionSpec kOptions[] = {
    kNameOption,
    {.name = "--email",
     .letter = "",
     .value = "EMAIL",
     .about = "the address; nobody else has it",
     .required = true},
    {.name = "--role",
     .letter = "",
     .value = "ROLE",
     .about = "owner, sponsor, controller or admin; may be given several times",
     .choices = kRoles,
     .repeatable = true},
    {.name = "--legal-entity",
     .letter = "",
     .value = "ENTITY",
     .about = "a controller acts for this legal entity and no other; may be given several times",
     .repeatable = true},
    {.name = "--deputy",
     .letter = "",
     .value = "PERSON",
     .about = "who may act for this person; may be given several times",
     .repeatable = true,
     .kind = ValueKind::kPerson},
    {.name = "--key",
     .letter = "",
     .value = "FILE|LINE",
     .about =
         "an OpenSSH public key, its file or its line; its comment is left out; may be given several times",
     .repeatable = true},
    kPreviewOption,
};
constexpr Example kExamples[] = {
    {"cat4 new person l.brandt --name \"Lena Brandt\" --email lena@acme.example --role owner",
     "somebody who owns measures"},
    {"cat4 new person m.okafor --name \"Miriam Okafor\" --email miriam@acme.example --role controller "
     "--legal-entity ACME-DE --key id_ed25519.pub",
     "a controller of one company, who signs with this key"},
};

// Somebody at some host. What else an address may be, only mail itself finds out.
bool IsEmail(std::string_view text) {
  const std::size_t at = text.find('@');
  const bool parts = at != std::string_view::npos && at > 0 && at + 1 < text.size();
  return parts && text.find('@', at + 1) == std::string_view::npos &&
         text.find_first_of(" \t<>,;\"") == std::string_view::npos;
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<JudgedTree> tree = JudgeTree(kOptions, invocation, environment);
  if (!tree) return tl::unexpected(tree.error());
  PersonText person{.id = invocation.arguments.front(),
                    .name = TextOf(invocation, "--name"),
                    .email = TextOf(invocation, "--email"),
                    .roles = TextsOf(invocation, "--role"),
                    .legal_entities = TextsOf(invocation, "--legal-entity"),
                    .deputies = TextsOf(invocation, "--deputy")};
  if (const Result<void> fine = CheckNewId(person.id, IdForm::kName, "person"); !fine)
    return tl::unexpected(fine.error());
  if (!IsEmail(person.email))
    return Refuse("'{}' is no e-mail address; wanted one such as l.brandt@acme.example",
                  Printable(person.email));
  for (const std::string& value : invocation.Values("--key")) {
    const Result<std::string> line = KeyLineOf(tree->start, value);
    if (!line) return tl::unexpected(line.error());
    const KeyResult key = ParseKeyLine(*line);
    if (!key.key) {
      return Refuse("'{}' is no key to sign with: {}", CutToWidth(Printable(value), kShownKey), key.why);
    }
    person.keys.push_back(KeyLine(*key.key));
  }
  NewFile file;
  file.path = file.claimed = fmt::format("people/{}.yaml", person.id);
  file.content = PersonFile(person);
  file.next = RegistryHint(*tree);
  return AddFile(*tree, file, invocation, environment);
}

}  // namespace

extern const Command kNewPersonCommand;
const Command kNewPersonCommand{
    .name = "new person",
    .summary = "add a person to the registry",
    .description =
        "Writes people/ID.yaml and prints its path. Refused if there is such a file, if a key is weak, or "
        "if\n"
        "the tree would have an error more: an address or a key that somebody else has, an unknown deputy.\n"
        "Owners need no key; whoever approves or confirms signs with one.",
    .arguments = kArguments,
    .options = kOptions,
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
