#include <algorithm>

#include "cat4/audit/registry_line.h"
#include "cat4/base/text.h"
#include "cat4/model/roles.h"

#include "cli/recording.h"

namespace cat4 {
namespace {

constexpr Example kExamples[] = {{"cat4 whoami", "which person you are to this tree, and what you may sign"}};

std::string RolesText(const Portfolio& portfolio, const Person& person) {
  std::string text;
  for (const Located<Role>& role : person.roles)
    text += fmt::format("{}{}", text.empty() ? "" : ", ", Name(*role));
  for (const Committee& committee : portfolio.committees) {
    const bool member =
        *committee.chair == *person.id ||
        std::ranges::any_of(committee.members, [&](const auto& id) { return *id == *person.id; });
    if (member) text += fmt::format("{}member of {}", text.empty() ? "" : ", ", committee.id->view());
  }
  return text.empty() ? "none" : text;
}

std::string DeputyText(const Portfolio& portfolio, const Person& person) {
  std::string text;
  for (const Person& other : portfolio.people) {
    const bool named = std::ranges::any_of(other.deputies, [&](const auto& id) { return *id == *person.id; });
    if (named && other.is_active()) text += fmt::format("{}{}", text.empty() ? "" : ", ", other.id->view());
  }
  return text;
}

// Whether the registry in force knows him by this key as well; a tree without history tells nothing.
bool IsInForce(const Repository& repository, const SigningKey& key, const Person& person) {
  const Result<Head> head = repository.ReadHead();
  if (!head || head->commit.empty()) return true;
  const Result<RegistryState> registry = FindRegistry(repository, head->commit);
  if (!registry || registry->in_force->version == 0) return true;
  const Result<const Person*> owner = OwnerOfKey(*registry->in_force->portfolio, key, "");
  return owner && (*owner)->id->view() == person.id->view();
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<Workspace> workspace = OpenWorkspace(invocation, environment, Wanted::kParts);
  if (!workspace) return tl::unexpected(workspace.error());
  const Portfolio& portfolio = *workspace->portfolio;
  const Result<SigningKey> key = FindSigningKey(workspace->root);
  if (!key) return tl::unexpected(key.error());
  const Result<Repository> repository = Repository::Open(workspace->root);
  const std::string email = repository ? repository->Config("user.email").value_or("") : std::string();
  const Result<const Person*> owner = OwnerOfKey(portfolio, *key, email);
  if (!owner) return tl::unexpected(owner.error());
  const Person& person = **owner;
  std::string text = fmt::format("{}  {} <{}>\n", person.id->view(), Printable(person.name->view()),
                                 Printable(person.email->view()));
  text += fmt::format("key      {} {}\n", Name(key->key.type), Fingerprint(key->key));
  text += fmt::format("roles    {}\n", RolesText(portfolio, person));
  if (const std::string deputy = DeputyText(portfolio, person); !deputy.empty())
    text += fmt::format("deputy   of {}\n", deputy);
  if (repository && !IsInForce(*repository, *key, person))
    text += "but      the registry in force does not know you by this key: an admin has to ratify it first\n";
  environment.out.Write(text);
  return ExitOfParts(*workspace, environment);
}

}  // namespace

extern const Command kWhoamiCommand;
const Command kWhoamiCommand{
    .name = "whoami",
    .summary = "say who you are to this tree",
    .description =
        "Looks up the SSH key that git signs with (gpg.format ssh, user.signingKey) among the keys of the "
        "people\n"
        "in the registry as it stands here, and says whose it is and which roles he has. Exit 1 if it is "
        "nobody's,\n"
        "with the way to get it there.",
    .arguments = {},
    .options = {},
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
