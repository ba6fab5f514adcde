#include "cli/ratified_registry.h"

#include "cat4/base/text.h"
#include "cat4/git/object_store.h"
#include "cat4/git/tree_source.h"
#include "cat4/governance/statement.h"

namespace cat4 {
namespace {

// Those that may have changed it, the earliest first.
Result<std::string> CommitsOf(const Repository& repository, const std::string& commit) {
  std::vector<std::string> arguments = {"--literal-pathspecs", "rev-list", "--first-parent",
                                        "--reverse",           commit,     "--"};
  for (const std::string_view part : RegistryParts())
    arguments.push_back(fmt::format("{}{}", repository.prefix, part));
  return repository.Run(std::move(arguments));
}

// Takes the commit's registry where that comes into force.
Result<void> Step(const Repository& repository, const std::string& commit, RatifiedRegistry& ratified) {
  Result<std::unique_ptr<Source>> source = OpenCommit(repository, commit, RegistryParts());
  if (!source) return tl::unexpected(source.error());
  const Result<std::string> lines = RegistryLines(**source);
  if (!lines) return {};  // an unreadable one never does
  const std::string digest = DigestOf(*lines);
  if (digest == ratified.digest) return {};
  Loaded loaded = LoadPortfolio(**source);
  Portfolio& portfolio = *loaded.portfolio;
  if (!FirstUnreadable(portfolio).empty() || !portfolio.readable.registry || portfolio.registry.empty())
    return {};
  const ResultOr<int, std::string> version = VersionInForce(ratified, portfolio, **source, digest);
  if (!version) return {};
  ratified = {.version = *version,
              .digest = digest,
              .source = std::move(*source),
              .portfolio = std::move(loaded.portfolio)};
  return {};
}

}  // namespace

Result<RatifiedRegistry> FindRatifiedRegistry(const Repository& repository, const std::string& commit) {
  RatifiedRegistry ratified;
  const Result<std::string> commits = CommitsOf(repository, commit);
  if (!commits) return tl::unexpected(commits.error());
  for (const std::string_view one : Split(*commits, '\n')) {
    if (one.empty()) continue;
    if (const Result<void> done = Step(repository, std::string(one), ratified); !done)
      return tl::unexpected(done.error());
  }
  // Above, what can't be read does not come into force: that is for registries which everybody reads so.
  if (const Result<void> all = repository.objects->CheckAllCame(); !all) return tl::unexpected(all.error());
  return ratified;
}

}  // namespace cat4
