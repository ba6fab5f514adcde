#include "cat4/base/text.h"
#include "cat4/crypto/public_key.h"
#include "cat4/governance/person_keys.h"
#include "cat4/model/file_edit.h"

#include "cli/key_edit.h"
#include "cli/key_option.h"
#include "cli/recording.h"

namespace cat4 {
namespace {

constexpr std::size_t kMaxPersonBytes = std::size_t{1} << 20;

constexpr ArgumentSpec kArguments[] = {
    {.name = "PERSON", .about = "whose key it is", .min = 1, .max = 1, .kind = ValueKind::kPerson}};
constexpr OptionSpec kKey{
    .name = "--key",
    .letter = "",
    .value = "KEY",
    .about = "the public key: its file, or its line (default: the key that git signs with)",
    .kind = ValueKind::kFile};
constexpr OptionSpec kOptions[] = {kKey, kKeyNoteOption, kDryRunOption};
constexpr Example kExamples[] = {
    {"cat4 key add m.okafor --key ~/.ssh/id_ed25519.pub", "an admin then ratifies it"},
    {"cat4 key add m.okafor", "your own, as git is set up to sign with"},
};

Result<std::string> LineOf(const Invocation& invocation, const Workspace& workspace) {
  if (const std::optional<std::string> given = invocation.Value(kKey.name))
    return KeyLineOf(workspace.start, *given);
  Result<SigningKey> key = FindSigningKey(workspace.root);
  if (!key) return tl::unexpected(key.error());
  return key->line;
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<Workspace> workspace = OpenWorkspace(invocation, environment, Wanted::kParts);
  if (!workspace) return tl::unexpected(workspace.error());
  Portfolio& portfolio = *workspace->portfolio;
  const Result<const Person*> person = FindPersonNamed(portfolio, invocation.arguments.front());
  if (!person) return tl::unexpected(person.error());
  const Result<Text> note = TextOption(invocation, kKeyNoteOption.name, portfolio.texts);
  if (!note) return tl::unexpected(note.error());
  const Result<std::string> line = LineOf(invocation, *workspace);
  if (!line) return tl::unexpected(line.error());
  const KeyResult parsed = ParseKeyLine(*line);
  if (!parsed.key) return Refuse("this key can't sign decisions: {}", parsed.why);
  if (const KeyOwner owner = FindOwner(portfolio, parsed.key->blob); owner.key)
    return Refuse("{} is a key of '{}' already, {}; a key belongs to one person for ever",
                  Fingerprint(*parsed.key), owner.person->id->view(), Name(StatusOf(*owner.key)));
  const std::string path = fmt::format("people/{}.yaml", (*person)->id->view());
  const Result<std::string> bytes = workspace->source->Read(path, kMaxPersonBytes);
  if (!bytes) return tl::unexpected(bytes.error());
  FileEdit edit(FileKind::kPerson, *bytes);
  edit.AppendKey(KeyLine(*parsed.key), std::string(note->view()));
  Result<std::string> after = edit.Finish();
  if (!after) return tl::unexpected(after.error());
  return WritePerson(*workspace, path, *bytes, std::move(*after), invocation, environment);
}

}  // namespace

extern const Command kKeyAddCommand;
const Command kKeyAddCommand{
    .name = "key add",
    .summary = "give a person another key",
    .description =
        "Adds the key to the person's file, for an admin to ratify. Comments of keys, which may name "
        "machines, are\n"
        "left out. A key belongs to one person for ever, and stays in his file when it is retired.",
    .arguments = kArguments,
    .options = kOptions,
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
