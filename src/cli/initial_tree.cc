#include "cli/initial_tree.h"

#include "cat4/base/text.h"
#include "cat4/governance/person_keys.h"
#include "cat4/model/id.h"
#include "cat4/report/schema_json.h"

#include "cli/initial_files.h"

namespace cat4 {
namespace {

// The template may know the caller, by his e-mail.
Result<void> MakeAdmin(const Person& person, const PublicKey& key, InitialTree& tree) {
  tree.admin = person.id->view();
  if (!person.is_active()) return Refuse("in the template you are '{}', who is not active", tree.admin);
  if (const PersonKey* known = FindKey(person, key.blob); known && StatusOf(*known) != KeyStatus::kActive)
    return Refuse("in the template your key {} is {}; sign with another one", Fingerprint(key),
                  Name(StatusOf(*known)));
  std::string& file = tree.files[fmt::format("people/{}.yaml", tree.admin)];
  Result<std::string> edited = PersonAsAdmin(file, person, key);
  if (!edited) return tl::unexpected(edited.error());
  file = std::move(*edited);
  return {};
}

// The caller, as an admin with his key.
Result<void> AddCaller(const Beginnings& beginnings, InitialTree& tree) {
  const Identity& caller = beginnings.caller;
  const Loaded loaded = LoadPortfolio(*InMemorySource(tree.files));
  for (const Person& person : loaded.portfolio->people) {
    if (person.email->view() == caller.email) return MakeAdmin(person, beginnings.key, tree);
  }
  tree.admin = PersonIdFrom(caller.name);
  if (!IsId(tree.admin, IdForm::kName))
    return Refuse("no id can be made of your name '{}'; set git's user.name to one with latin letters",
                  Printable(caller.name));
  const bool added =
      tree.files
          .emplace(fmt::format("people/{}.yaml", tree.admin), PersonFile({.id = tree.admin,
                                                                          .name = caller.name,
                                                                          .email = caller.email,
                                                                          .roles = {"admin"},
                                                                          .keys = {KeyLine(beginnings.key)}}))
          .second;
  if (added) return {};
  return Refuse("the template has another '{}', with another e-mail than yours, {}", tree.admin,
                Printable(caller.email));
}

Result<void> CheckAdmins(const InitialTree& tree) {
  const Loaded loaded = LoadPortfolio(*InMemorySource(tree.files));
  if (!loaded.portfolio->readable.policy || *loaded.portfolio->policy.registry_approvals <= 1) return {};
  return Refuse(
      "the template's policy asks {} admins to ratify, and you are one; begin with 1 and raise it once the "
      "others are in",
      *loaded.portfolio->policy.registry_approvals);
}

// `text` behind whole lines.
void AppendLines(std::string& lines, std::string_view text) {
  if (!lines.empty() && !lines.ends_with('\n')) lines += '\n';
  if (lines.find(text) == std::string::npos) lines += text;
}

}  // namespace

Result<InitialTree> ComposeTree(const Beginnings& beginnings) {
  InitialTree tree;
  if (beginnings.template_given) {
    Result<std::map<std::string, std::string>> files =
        FilesOfTemplate(*beginnings.template_given, beginnings.organization);
    if (!files) return tl::unexpected(files.error());
    tree.files = std::move(*files);
  }
  tree.files.try_emplace("organization.yaml", OrganizationFile(beginnings.organization));
  if (const Result<void> added = AddCaller(beginnings, tree); !added) return tl::unexpected(added.error());
  if (beginnings.branch != "main") {
    std::string& policy = tree.files["policy.yaml"];
    Result<std::string> edited = PolicyWithBranch(policy, beginnings.branch);
    if (!edited) return tl::unexpected(edited.error());
    policy = std::move(*edited);
  }
  for (auto& [path, text] : SchemaFiles()) tree.files.try_emplace(path, text);
  if (const Result<void> fine = CheckAdmins(tree); !fine) return tl::unexpected(fine.error());
  return tree;
}

std::string AttributesWithOurs(std::string_view here, std::string_view of_template) {
  std::string lines(here);
  AppendLines(lines, of_template);
  AppendLines(lines, kGitAttributes);
  return lines;
}

}  // namespace cat4
