#include "cli/opened_tree.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <set>
#include <utility>

#include "cat4/audit/history.h"
#include "cat4/base/text.h"
#include "cat4/git/object_store.h"
#include "cat4/git/tree_source.h"

#include "cli/progress_source.h"
#include "cli/tree_roots.h"
#include "cli/workspace.h"

namespace cat4 {
namespace {

constexpr std::string_view kOrganization = "organization.yaml";

// The directory above; "" is the top, and above that there is none.
std::optional<std::string> Above(const std::string& prefix) {
  if (prefix.empty()) return std::nullopt;
  const std::size_t slash = prefix.find_last_of('/', prefix.size() - 2);
  return slash == std::string::npos ? std::string() : prefix.substr(0, slash + 1);
}

std::string Below(const std::string& top, const std::string& prefix) {
  return prefix.empty() ? top : top + "/" + prefix.substr(0, prefix.size() - 1);
}

// The directory so many levels above, by its name: it may have been reached through a symbolic link.
std::string Up(std::filesystem::path directory, std::ptrdiff_t levels) {
  for (; levels > 0; --levels) directory = directory.parent_path();
  return directory.string();
}

// Where the tree begins in the commit, seen from the directory that the repository was opened for.
Result<std::string> RootIn(const Repository& repository, const std::string& commit,
                           const std::string& named) {
  const Result<std::set<std::string>> roots = TreeRootsIn(repository, commit);
  if (!roots) return tl::unexpected(roots.error());
  for (std::optional<std::string> at = repository.prefix; at; at = Above(*at)) {
    if (roots->contains(*at)) return *at;
  }
  if (repository.bare && roots->size() == 1) return *roots->begin();
  if (roots->empty()) return Fail("there is no {} in '{}'", kOrganization, Printable(named));
  return Fail("no {} here or above in '{}'; go to the tree, or name it with -C DIR", kOrganization,
              Printable(named));
}

Result<OpenedTree> OpenRevision(OpenedTree tree, const std::string& named) {
  Result<Repository> repository = Repository::OpenToRead(tree.start);
  if (!repository) return tl::unexpected(repository.error());
  const std::optional<std::string> commit = repository->FindCommit(named);
  if (!commit)
    return Fail(
        "'{}' names no commit that is here{}", Printable(named),
        repository->IsShallow() ? "; this clone is shallow: 'git fetch --unshallow' brings the rest" : "");
  const Result<std::string> root = RootIn(*repository, *commit, named);
  if (!root) return tl::unexpected(root.error());
  tree.root =
      repository->bare
          ? Below(repository->top, *root)
          : Up(tree.start, std::ranges::count(repository->prefix, '/') - std::ranges::count(*root, '/'));
  repository->prefix = *root;
  Result<std::unique_ptr<Source>> source = OpenCommit(*repository, *commit);
  if (!source) return tl::unexpected(source.error());
  tree.revision = *commit;
  tree.source = std::move(*source);
  tree.repository = std::move(*repository);
  return tree;
}

// The tree that the history had last, where the commit has none any more; nothing where it never had one.
std::optional<std::string> LastRoot(const Repository& repository, const std::string& commit) {
  const Result<std::string> removed = repository.Run({"rev-list", "-1", "--first-parent", "--parents", commit,
                                                      "--", fmt::format(":(top,glob)**/{}", kOrganization)});
  if (!removed) return std::nullopt;
  const std::vector<std::string_view> words =
      Split(std::string_view(*removed).substr(0, removed->find('\n')), ' ');
  if (words.size() < 2) return std::nullopt;
  const std::string parent(words[1]);
  const Result<std::string> root = RootIn(repository, parent, parent);
  return root ? std::optional(*root) : std::nullopt;
}

Result<OpenedTree> OpenStart(const Invocation& invocation, const Environment& environment) {
  OpenedTree tree;
  tree.start = StartDirectory(invocation, environment);
  std::error_code error;
  if (!std::filesystem::is_directory(tree.start, error))
    return Fail("there is no directory '{}'", Printable(tree.start));
  return tree;
}

}  // namespace

Result<void> OpenedTree::CheckComplete() const {
  return repository ? repository->objects->CheckAllCame() : Result<void>();
}

Result<OpenedTree> OpenTreeAt(const Invocation& invocation, const Environment& environment,
                              const std::string& revision) {
  Result<OpenedTree> tree = OpenStart(invocation, environment);
  return tree ? OpenRevision(std::move(*tree), revision) : std::move(tree);
}

Result<OpenedTree> OpenTreeToJudge(const Invocation& invocation, const Environment& environment,
                                   const std::string& revision) {
  Result<OpenedTree> tree = OpenTreeAt(invocation, environment, revision);
  if (tree || tree.error().kind != FailureKind::kUnable) return tree;
  const std::string start = StartDirectory(invocation, environment);
  Result<Repository> repository = Repository::OpenToRead(start);
  const std::optional<std::string> commit = repository ? repository->FindCommit(revision) : std::nullopt;
  if (!commit) return tree;
  if (!FindBroken(*repository, *commit)) {
    std::optional<std::string> root = LastRoot(*repository, *commit);
    if (!root || !repository->ShallowCommits().empty()) return tree;
    repository->prefix = std::move(*root);
  }
  return OpenedTree{.start = start,
                    .root = start,
                    .revision = *commit,
                    .source = nullptr,
                    .repository = std::move(*repository)};
}

Result<OpenedTree> OpenTree(const Invocation& invocation, const Environment& environment) {
  const std::optional<std::string> revision = invocation.Value(kRevisionOption);
  Result<OpenedTree> tree =
      revision ? OpenTreeAt(invocation, environment, *revision) : OpenStart(invocation, environment);
  if (!tree) return tree;
  if (!revision) {
    Result<std::string> root = FindRoot(tree->start);
    if (!root) return tl::unexpected(root.error());
    tree->root = std::move(*root);
    tree->source = OpenDirectory(tree->root);
  }
  if (environment.err_is_terminal && !invocation.Has("--quiet"))
    tree->source = WithProgress(std::move(tree->source), environment);
  return tree;
}

}  // namespace cat4
