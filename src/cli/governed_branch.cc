#include "cli/governed_branch.h"

#include "cat4/base/text.h"
#include "cat4/git/tree_source.h"
#include "cat4/model/portfolio.h"

namespace cat4 {
namespace {

// Nothing where there is no organization yet, or the policy can't be read.
Result<std::optional<std::string>> NamedIn(const Repository& repository, const std::string& commit) {
  constexpr std::string_view kPaths[] = {"organization.yaml", "policy.yaml"};
  const Result<std::unique_ptr<Source>> source = OpenCommit(repository, commit, kPaths);
  if (!source) return tl::unexpected(source.error());
  const Loaded loaded = LoadPortfolio(**source);
  const Portfolio& portfolio = *loaded.portfolio;
  if (!portfolio.organization.id || !portfolio.readable.policy) return std::nullopt;
  return std::string(portfolio.policy.branch->view());
}

// Whether a policy that calls the branch anew has landed on it.
bool HasLanded(const Repository& repository, const std::string& commit, const std::string& before,
               const std::string& now) {
  const std::vector<std::string> tips = repository.TipsOfBranch(before);
  if (tips.empty()) return true;
  for (const std::string& tip : tips) {
    if (repository.MergeBase(commit, tip) == commit) return true;
  }
  // The remote has only the new one: what is left here of the old one is stale.
  return !repository.TipAtRemote(before) && repository.TipAtRemote(now);
}

}  // namespace

Result<std::string> FindGovernedBranch(const Repository& repository, const std::string& commit,
                                       std::string_view named) {
  const Result<std::string> changes =
      repository.Run({"--literal-pathspecs", "rev-list", "--first-parent", "--reverse", commit, "--",
                      repository.prefix + "policy.yaml"});
  if (!changes) return tl::unexpected(changes.error());
  std::string governed;
  for (const std::string_view line : Split(*changes, '\n')) {
    if (line.empty()) continue;
    const std::string changed(line);
    if (governed.empty()) {  // before the first change of the file
      const std::optional<std::string> parent = repository.FindCommit(changed + "^");
      const Result<std::optional<std::string>> before =
          parent ? NamedIn(repository, *parent) : std::optional<std::string>();
      if (!before) return tl::unexpected(before.error());
      governed = before->value_or("");
    }
    const Result<std::optional<std::string>> now = NamedIn(repository, changed);
    if (!now) return tl::unexpected(now.error());
    if (!*now || **now == governed) continue;
    if (governed.empty() || HasLanded(repository, changed, governed, **now)) governed = **now;
  }
  return governed.empty() ? std::string(named) : governed;
}

}  // namespace cat4
