#include "cli/key_edit.h"

#include <algorithm>
#include <charconv>

#include "cat4/base/text.h"
#include "cat4/crypto/public_key.h"
#include "cat4/governance/person_keys.h"
#include "cat4/model/file_edit.h"

#include "cli/key_option.h"
#include "cli/recording.h"
#include "cli/tree_edit.h"

namespace cat4 {
namespace {

constexpr std::size_t kMaxPersonBytes = std::size_t{1} << 20;

std::string FingerprintOf(const PersonKey& key) {
  const KeyResult parsed = ParseKeyLine(key.key->view());
  return parsed.key ? Fingerprint(*parsed.key) : std::string("(no key that can be read)");
}

std::string KeysText(const Person& person) {
  std::string text;
  for (const PersonKey& key : person.keys)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", FingerprintOf(key), Name(StatusOf(key)));
  return text.empty() ? "none" : text;
}

// By fingerprint (or the start of one), by its line or its file; without a name the one active key.
Result<std::size_t> FindNamedKey(const Person& person, const std::string& start,
                                 const std::optional<std::string>& name) {
  std::vector<std::size_t> found;
  const Result<std::string> line = name ? KeyLineOf(start, *name) : Result<std::string>(std::string());
  const KeyResult wanted = line && !line->empty() ? ParseKeyLine(*line) : KeyResult{};
  for (std::size_t i = 0; i < person.keys.size(); ++i) {
    const std::string fingerprint = FingerprintOf(person.keys[i]);
    const bool same =
        !name ? StatusOf(person.keys[i]) == KeyStatus::kActive
              : (fingerprint.starts_with(*name) && name->starts_with("SHA256:") && name->size() > 10) ||
                    (wanted.key && Fingerprint(*wanted.key) == fingerprint);
    if (same) found.push_back(i);
  }
  if (found.size() == 1) return found.front();
  if (!name)
    return Refuse("'{}' has {}; say which with its fingerprint: {}", person.id->view(),
                  Count(found.size(), "active key"), KeysText(person));
  return Refuse("'{}' names {} of '{}', who has: {}", Printable(*name),
                found.empty() ? "no key" : "several keys", person.id->view(), KeysText(person));
}

}  // namespace

Result<const Person*> FindPersonNamed(const Portfolio& portfolio, const std::string& id) {
  const Text known = portfolio.texts.Find(id);
  const Person* person = known.empty() ? nullptr : portfolio.FindPerson(known);
  if (person) return person;
  std::vector<std::string_view> ids;
  for (const Person& other : portfolio.people) ids.push_back(other.id->view());
  const std::string_view nearest = NearestWord(id, ids);
  return Refuse("there is no person '{}'{}; 'cat4 new person' makes one", Printable(id),
                nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest));
}

Result<int> WritePerson(const Workspace& workspace, const std::string& path, std::string before,
                        std::string after, const Invocation& invocation, Environment& environment) {
  const Result<int> written =
      ApplyChanges(workspace, {{path, std::move(before), std::move(after)}}, invocation, environment);
  if (written && *written == 0 && !invocation.Has("--quiet") && !invocation.Has(kDryRunOption.name))
    environment.err.Write("the registry has changed: 'cat4 registry ratify' brings it into force\n");
  return written;
}

Result<int> WorsenKey(const Invocation& invocation, Environment& environment, KeyStatus status) {
  const Result<Workspace> workspace = OpenWorkspace(invocation, environment, Wanted::kParts);
  if (!workspace) return tl::unexpected(workspace.error());
  Portfolio& portfolio = *workspace->portfolio;
  const Result<const Person*> person = FindPersonNamed(portfolio, invocation.arguments.front());
  if (!person) return tl::unexpected(person.error());
  const Result<Text> note = TextOption(invocation, kKeyNoteOption.name, portfolio.texts);
  if (!note) return tl::unexpected(note.error());
  const std::optional<std::string> name =
      invocation.arguments.size() > 1 ? std::optional(invocation.arguments[1]) : std::nullopt;
  const Result<std::size_t> place = FindNamedKey(**person, workspace->start, name);
  if (!place) return tl::unexpected(place.error());
  const PersonKey& key = (*person)->keys[*place];
  if (StatusOf(key) >= status)
    return Refuse("{} of '{}' is {} already; a key's status only worsens", FingerprintOf(key),
                  (*person)->id->view(), Name(StatusOf(key)));
  const std::string path = fmt::format("people/{}.yaml", (*person)->id->view());
  const Result<std::string> bytes = workspace->source->Read(path, kMaxPersonBytes);
  if (!bytes) return tl::unexpected(bytes.error());
  FileEdit edit(FileKind::kPerson, *bytes);
  edit.SetKeyStatus(*place, status, std::string(note->view()));
  Result<std::string> after = edit.Finish();
  if (!after) return tl::unexpected(after.error());
  return WritePerson(*workspace, path, *bytes, std::move(*after), invocation, environment);
}

}  // namespace cat4
