#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/governance/registry.h"
#include "cat4/governance/statement.h"

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

bool IsRatified(const RegistryStatus& status) {
  return status.current && status.versions.back().ratifiers >= status.needed;
}

std::string Verdict(const RegistryStatus& status) {
  if (status.versions.empty()) return "nothing is ratified: registry.yaml has no ratification\n";
  const RegistryVersion& latest = status.versions.back();
  if (!status.current)
    return fmt::format("CHANGED since version {}: what stands here is not ratified\n", latest.version);
  if (!IsRatified(status))
    return fmt::format("version {} stands here, but only {} of {} needed have ratified it\n", latest.version,
                       latest.ratifiers, status.needed);
  return fmt::format("version {} stands here, ratified by {}\n", latest.version,
                     Count(latest.ratifiers, "person"));
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
  const Readable& readable = portfolio.readable;
  if (!readable.organization || !readable.policy || !readable.registry)
    return Fail("organization.yaml, policy.yaml or registry.yaml can't be read; 'cat4 check' says why");
  const Result<std::string> lines = RegistryLines(*workspace->source);
  if (!lines) return tl::unexpected(lines.error());
  const RegistryStatus status = StatusOfRegistry(portfolio, DigestOf(*lines));

  std::string text = fmt::format("digest now   {}\nadmins       {}; {} must ratify a change\n", status.digest,
                                 Admins(portfolio), status.needed);
  if (const RegistryVersion* first = status.first()) text += fmt::format("trust root   {}\n", first->digest);
  for (const RegistryVersion& version : status.versions) {
    text += fmt::format("\nversion {}    {}\n", version.version, version.digest);
    for (const Ratification& ratification : version.ratifications) text += RatificationLine(ratification);
  }
  environment.out.Write(text + "\n" + Verdict(status));
  const int exit_of_parts = ExitOfParts(*workspace, environment);
  return exit_of_parts != 0 ? exit_of_parts : IsRatified(status) ? 0 : 1;
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
        "only the history can tell. Exit 1 if what stands here is not ratified by as many as policy asks "
        "for.",
    .arguments = {},
    .options = {},
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
