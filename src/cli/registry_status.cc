#include <algorithm>

#include "cat4/audit/registry_line.h"
#include "cat4/base/text.h"
#include "cat4/git/repository.h"
#include "cat4/governance/registry.h"
#include "cat4/governance/registry_change.h"
#include "cat4/governance/statement.h"

#include "cli/governed_branch.h"
#include "cli/workspace.h"

namespace cat4 {
namespace {

constexpr Example kExamples[] = {
    {"cat4 registry status", "which version is ratified, by whom, and whether it is the one here"}};

std::string RatificationLine(const Ratification& ratification) {
  const Proof& proof = ratification.proof;
  return fmt::format("  ratified by {} on {}: {}\n", ratification.entry->by->view(),
                     FormatDate(*ratification.entry->on),
                     proof.proven ? fmt::format("signature good, {}", proof.fingerprint)
                                  : fmt::format("NOT PROVEN, {}", proof.why));
}

// What the history says about the registry here; nothing outside of a repository with commits.
Result<std::shared_ptr<const RatifiedRegistry>> FindInForce(const Workspace& workspace,
                                                            std::optional<Repository>& repository) {
  Result<Repository> opened =
      workspace.repository ? Result<Repository>(*workspace.repository) : Repository::Open(workspace.root);
  if (!opened) return nullptr;
  repository = std::move(*opened);
  const Result<Head> head = workspace.repository ? Result<Head>(Head{.commit = workspace.revision, .ref = ""})
                                                 : repository->ReadHead();
  if (!head) return tl::unexpected(head.error());
  if (head->commit.empty()) return nullptr;
  const Result<LandedCommit> landed =
      FindLandedCommit(*repository, *head, workspace.portfolio->policy.branch->view());
  if (!landed) return tl::unexpected(landed.error());
  Result<RegistryState> registry = FindRegistry(*repository, landed->commit);
  if (!registry) return tl::unexpected(registry.error());
  return std::move(registry->in_force);
}

// The trust root of a registry that came into force.
std::string_view RootOf(const RatifiedRegistry& registry) {
  if (registry.portfolio) {
    for (const RegistryEntry& entry : registry.portfolio->registry) {
      if (entry.version && *entry.version == 1 && entry.registry) return entry.registry->view();
    }
  }
  return "none";
}

struct Verdict {
  bool good = false;
  std::string text;
};

std::string Ratified(const RegistryStatus& status, int version) {
  const auto named = [&](const RegistryVersion& one) {
    return one.version == version && one.digest == status.digest;
  };
  const auto found = std::ranges::find_if(status.versions, named);
  return fmt::format("version {} stands here, ratified by {}\n", version,
                     Count(found == status.versions.end() ? 0 : found->ratifiers, "person"));
}

Verdict Judge(const RegistryStatus& status, const Workspace& workspace, const RatifiedRegistry* in_force) {
  if (in_force && in_force->version > 0 && in_force->digest == status.digest)
    return {true, Ratified(status, in_force->version)};
  if (status.versions.empty()) return {false, "nothing is ratified: registry.yaml has no ratification\n"};
  const RegistryVersion& latest = status.versions.back();
  if (!status.current)
    return {false,
            fmt::format("CHANGED since version {}: what stands here is not ratified\n", latest.version)};
  if (latest.ratifiers < status.needed)
    return {false, fmt::format("version {} stands here, but only {} of {} needed have ratified it\n",
                               latest.version, latest.ratifiers, status.needed)};
  if (!in_force || in_force->version == 0) return {true, Ratified(status, latest.version)};
  // A copy in somebody else's repository, say.
  const RegistryVersion* first = status.first();
  if (!first || first->digest != RootOf(*in_force))
    return {true, Ratified(status, latest.version) +
                      fmt::format("the history of this repository has another trust root, {}, and says "
                                  "nothing about it\n",
                                  RootOf(*in_force))};
  if (VersionInForce(*in_force, *workspace.portfolio, *workspace.source, status.digest))
    return {true, Ratified(status, latest.version)};
  return {false,
          fmt::format("version {} stands here, but is not in force: the admins of version {}, which is, "
                      "did not ratify it\n",
                      latest.version, in_force->version)};
}

std::string AdminsText(const Portfolio& portfolio) {
  const std::vector<std::string_view> admins = ActiveAdmins(portfolio);
  return admins.empty() ? "nobody" : Join(admins, ", ");
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<Workspace> workspace = OpenWorkspace(invocation, environment, Wanted::kParts);
  if (!workspace) return tl::unexpected(workspace.error());
  const Portfolio& portfolio = *workspace->portfolio;
  const Readable& readable = portfolio.readable;
  if (!readable.organization || !readable.policy || !readable.registry)
    return Fail("organization.yaml, policy.yaml or registry.yaml can't be read; 'cat4 check' says why");
  const Result<std::string> lines = RegistryLines(*workspace->source);
  if (!lines) return tl::unexpected(lines.error());
  const RegistryStatus status = StatusOfRegistry(portfolio, DigestOf(*lines));

  std::string text = fmt::format("digest now   {}\nadmins       {}; {} must ratify a change\n", status.digest,
                                 AdminsText(portfolio), status.needed);
  if (const RegistryVersion* first = status.first()) text += fmt::format("trust root   {}\n", first->digest);
  for (const RegistryVersion& version : status.versions) {
    text += fmt::format("\nversion {}    {}\n", version.version, version.digest);
    for (const Ratification& ratification : version.ratifications) text += RatificationLine(ratification);
  }
  std::optional<Repository> repository;
  const Result<std::shared_ptr<const RatifiedRegistry>> in_force = FindInForce(*workspace, repository);
  if (!in_force) return tl::unexpected(in_force.error());
  const Verdict verdict = Judge(status, *workspace, in_force->get());
  environment.out.Write(text + "\n" + verdict.text);
  const int exit_of_parts = ExitOfParts(*workspace, environment);
  return exit_of_parts != 0 ? exit_of_parts : verdict.good ? 0 : 1;
}

}  // namespace

extern const Command kRegistryStatusCommand;
const Command kRegistryStatusCommand{
    .name = "registry status",
    .summary = "say which registry is ratified, and by whom",
    .description =
        "Prints the digest of the registry as it stands here, the trust root, and every ratified version "
        "with its\n"
        "signatures, verified by the keys that stand in the registry now. In a repository the history says "
        "whether\n"
        "each version was ratified by the admins of the one before. Exit 1 if what stands here is not "
        "ratified by as\n"
        "many as policy asks for.",
    .arguments = {},
    .options = {},
    .examples = kExamples,
    .run = &Run,
    .takes_revision = true};

}  // namespace cat4
