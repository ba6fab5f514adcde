#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/governance/registry.h"
#include "cat4/governance/statement.h"

#include "cli/workspace.h"

namespace cat4 {
namespace {

constexpr Example kExamples[] = {
    {"cat4 registry status", "which version is ratified, by whom, and whether it is the one here"}};

std::string RatificationLine(const Portfolio& portfolio, const RegistryEntry& entry, bool& proven) {
  const Proof proof =
      ProveStatement(portfolio, *entry.by, StatementText(portfolio, entry), entry.signature->view());
  proven = proven && proof.proven;
  return fmt::format("  ratified by {} on {}: {}\n", entry.by->view(), FormatDate(*entry.on),
                     proof.proven ? fmt::format("signature good, {}", proof.fingerprint)
                                  : fmt::format("NOT PROVEN, {}", proof.why));
}

std::string Admins(const Portfolio& portfolio) {
  std::string names;
  for (const Person& person : portfolio.people) {
    if (person.is_active() && person.Holds(Role::kAdmin))
      names += fmt::format("{}{}", names.empty() ? "" : ", ", person.id->view());
  }
  return names.empty() ? "nobody" : names;
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<Workspace> workspace = OpenWorkspace(invocation, environment, Wanted::kParts);
  if (!workspace) return tl::unexpected(workspace.error());
  const Portfolio& portfolio = *workspace->portfolio;
  if (!portfolio.readable.organization || !portfolio.readable.policy)
    return Fail("organization.yaml or policy.yaml can't be read; 'cat4 check' says why");
  const Result<std::string> lines = RegistryLines(*workspace->source);
  if (!lines) return tl::unexpected(lines.error());
  const RegistryStatus status = StatusOfRegistry(portfolio, *lines);
  const int needed = *portfolio.policy.registry_approvals;

  std::string text = fmt::format("digest now   {}\nadmins       {}; {} must ratify a change\n", status.digest,
                                 Admins(portfolio), needed);
  if (!status.versions.empty()) text += fmt::format("trust root   {}\n", status.versions.front().digest);
  bool proven = true;
  for (const RegistryVersion& version : status.versions) {
    text += fmt::format("\nversion {}    {}\n", version.version, version.digest);
    for (const RegistryEntry* entry : version.ratifications)
      text += RatificationLine(portfolio, *entry, proven);
  }
  text += "\n";
  text += status.versions.empty() ? "nothing is ratified: registry.yaml has no ratification\n"
          : status.in_force ? fmt::format("version {} is what stands here\n", status.versions.back().version)
                            : fmt::format("CHANGED since version {}: what stands here is not ratified\n",
                                          status.versions.back().version);
  environment.out.Write(text);
  return status.in_force && proven ? 0 : 1;
}

}  // namespace

extern const Command kRegistryStatusCommand;
const Command kRegistryStatusCommand{
    .name = "registry status",
    .summary = "say which registry is ratified, and by whom",
    .description =
        "Prints the digest of the registry as it stands here, the trust root, and every ratified version "
        "with its\n"
        "signatures, verified by the keys that stand in the registry now. Whether nothing was rewritten "
        "since,\n"
        "only the history can tell. Exit 1 if what stands here is not ratified or a signature is not good.",
    .arguments = {},
    .options = {},
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
