#include "cli/landed_tree.h"

#include "cat4/git/object_store.h"
#include "cat4/git/tree_source.h"

#include "cli/governed_branch.h"

namespace cat4 {

Result<void> CheckRegistryReadable(const Portfolio& portfolio) {
  const Readable& readable = portfolio.readable;
  if (readable.organization && readable.policy && readable.people && readable.committees && readable.registry)
    return {};
  return Fail(
      "a file of the registry can't be read as it is committed, so nobody can decide; 'cat4 check' says why");
}

Result<LandedTree> FindLandedTree(const Repository& repository, const Head& head, const Portfolio& here) {
  Result<LandedCommit> at = FindLandedCommit(repository, head, here.policy.branch->view());
  if (!at) return tl::unexpected(at.error());
  LandedTree landed{.branch = std::move(at->branch),
                    .commit = head.commit,
                    .landing = at->landing,
                    .source = nullptr,
                    .portfolio = nullptr};
  if (at->commit == head.commit) return landed;
  Result<std::unique_ptr<Source>> source = OpenCommit(repository, at->commit);
  if (!source) return tl::unexpected(source.error());
  Loaded loaded = LoadPortfolio(**source);
  if (!loaded.failures.empty()) return tl::unexpected(loaded.failures.front());
  // Where the registry begins on this branch, it stands in for the one before.
  if (!loaded.portfolio->organization.id || (loaded.portfolio->registry.empty() && !here.registry.empty()))
    return landed;
  if (const Result<void> readable = CheckRegistryReadable(*loaded.portfolio); !readable)
    return tl::unexpected(readable.error());
  landed.commit = std::move(at->commit);
  landed.source = std::move(*source);
  landed.portfolio = std::move(loaded.portfolio);
  return landed;
}

Result<LandedTree> FindLandedTree(const Workspace& workspace) {
  if (workspace.repository) {
    Result<LandedTree> landed = FindLandedTree(
        *workspace.repository, {.commit = workspace.revision, .ref = ""}, *workspace.portfolio);
    if (!landed) return landed;
    if (const Result<void> all = workspace.repository->objects->CheckAllCame(); !all)
      return tl::unexpected(all.error());
    return landed;
  }
  const Result<bool> in_repository = IsInRepository(workspace.root);
  if (!in_repository) return tl::unexpected(in_repository.error());
  if (!*in_repository) return LandedTree();
  const Result<Repository> repository = Repository::Open(workspace.root);
  if (!repository) return tl::unexpected(repository.error());
  const Result<Head> head = repository->ReadHead();
  if (!head) return tl::unexpected(head.error());
  if (head->commit.empty()) return LandedTree();
  // Files that are edited here have no say.
  Result<std::unique_ptr<Source>> source = OpenCommit(*repository, head->commit);
  if (!source) return tl::unexpected(source.error());
  Loaded loaded = LoadPortfolio(**source);
  if (!loaded.portfolio->organization.id) return LandedTree();
  Result<LandedTree> landed = FindLandedTree(*repository, *head, *loaded.portfolio);
  if (!landed) return landed;
  if (const Result<void> all = repository->objects->CheckAllCame(); !all) return tl::unexpected(all.error());
  if (!landed->portfolio) {
    landed->source = std::move(*source);
    landed->portfolio = std::move(loaded.portfolio);
  }
  return landed;
}

}  // namespace cat4
