#include <algorithm>
#include <set>

#include "cat4/base/text.h"
#include "cat4/check/new_errors.h"
#include "cat4/git/object_store.h"
#include "cat4/git/tree_source.h"
#include "cat4/governance/judge.h"
#include "cat4/governance/replay.h"

#include "cli/recording.h"
#include "cli/tree_roots.h"

namespace cat4 {
namespace {

constexpr Example kExamples[] = {
    {"cat4 hook pre-commit", "what git runs before a commit, once 'cat4 hook install' has set it up"}};

// The tree that is about to be committed.
Result<std::string> TreeOfIndex(const Repository& repository, const Environment& environment) {
  const std::optional<std::string> index =
      environment.git_index_file.empty() ? std::nullopt : std::optional(environment.git_index_file);
  Result<std::string> tree = repository.Run({"write-tree"}, {}, index);
  if (tree && tree->ends_with('\n')) tree->pop_back();
  return tree;
}

// Measures whose terms are being amended: somebody has approved the changed ones.
bool IsBeingAmended(const Portfolio& portfolio, const std::string& path) {
  if (!CanJudgeGates(portfolio)) return false;
  const auto measure = std::ranges::find(portfolio.measures, path,
                                         [&](const Measure& m) { return portfolio.files.path(m.file); });
  if (measure == portfolio.measures.end()) return false;
  Findings ignored;
  const Locks locks(portfolio);
  return cat4::IsBeingAmended(ReplayDecisions(portfolio, locks, *measure, ignored), portfolio.policy);
}

// What is to be committed, beside HEAD.
struct Staged {
  const Repository& repository;
  std::string tree;    // the whole of it
  std::string commit;  // HEAD's; empty while nothing is committed
  Date as_of;
};

// The tree that begins at `prefix` as both have it, "<id>"; what does not change needs no judging.
bool IsUnchanged(const Staged& staged, const std::string& prefix) {
  const std::string path = prefix.substr(0, prefix.size() - (prefix.empty() ? 0 : 1));
  const auto id = [&](const std::string& revision) -> std::string {
    const Result<ProcessOutput> output = staged.repository.Try(
        {"rev-parse", "--verify", "--quiet", "--end-of-options", fmt::format("{}:{}", revision, path)});
    return output && output->succeeded() ? output->out : std::string();
  };
  const std::string now = id(staged.tree);
  return !staged.commit.empty() && !now.empty() && now == id(staged.commit);
}

// The errors that the commit would bring into the tree that begins at `prefix`; their paths are the
// repository's.
Result<std::vector<NewError>> ErrorsAt(const Staged& staged, const std::string& prefix) {
  if (IsUnchanged(staged, prefix)) return std::vector<NewError>();
  Repository repository = staged.repository;
  repository.prefix = prefix;
  const Result<std::unique_ptr<Source>> after = OpenCommit(repository, staged.tree);
  if (!after) return tl::unexpected(after.error());
  Result<std::unique_ptr<Source>> before =
      staged.commit.empty() ? InMemorySource({}) : OpenCommit(repository, staged.commit);
  if (!before) return tl::unexpected(before.error());
  std::vector<NewError> errors = NewErrors(**before, **after, staged.as_of);
  const Loaded loaded = LoadPortfolio(**after);
  std::erase_if(errors, [&](const NewError& error) {
    if (error.rule == RuleId::kTermsChanged) return IsBeingAmended(*loaded.portfolio, error.path);
    return FollowsFromLeaving(error) && BytesIn(**before, error.path) == BytesIn(**after, error.path);
  });
  if (const Result<void> all = repository.objects->CheckAllCame(); !all) return tl::unexpected(all.error());
  for (NewError& error : errors) error.path.insert(0, prefix);
  return errors;
}

// Half of what was signed must not be committed by hand. (While somebody records, this runs as his hook.)
Result<void> CheckNothingInterrupted(const Repository& repository) {
  if (!IsRecordingBegun(repository) || !RecordingLock::Take(repository, 0)) return {};
  return Refuse(
      "a recording was interrupted here, and files may hold half of what was signed: repeat the command that "
      "was interrupted, which finishes that first, then commit");
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<Date> as_of = AsOf(invocation, environment);
  if (!as_of) return tl::unexpected(as_of.error());
  const Result<Repository> repository = Repository::Open(StartDirectory(invocation, environment));
  if (!repository) return tl::unexpected(repository.error());
  if (const Result<void> whole = CheckNothingInterrupted(*repository); !whole)
    return tl::unexpected(whole.error());
  const Result<Head> head = repository->ReadHead();
  if (!head) return tl::unexpected(head.error());
  const Result<std::string> tree = TreeOfIndex(*repository, environment);
  if (!tree) return tl::unexpected(tree.error());
  const Result<std::set<std::string>> roots = TreeRootsIn(*repository, *tree);
  if (!roots) return tl::unexpected(roots.error());
  const Result<std::set<std::string>> before =
      head->commit.empty() ? std::set<std::string>() : TreeRootsIn(*repository, head->commit);
  if (!before) return tl::unexpected(before.error());
  for (const std::string& root : *before) {
    if (!roots->contains(root))
      environment.err.Write(fmt::format(
          "cat4: '{}organization.yaml' goes, and what stays of its tree is not judged\n", Printable(root)));
  }
  if (roots->empty() && before->empty())
    environment.err.Write("cat4: no organization.yaml is staged here; nothing was judged\n");
  const Staged staged{*repository, *tree, head->commit, *as_of};
  std::vector<NewError> errors;
  for (const std::string& root : *roots) {
    const Result<std::vector<NewError>> found = ErrorsAt(staged, root);
    if (!found) return tl::unexpected(found.error());
    errors.insert(errors.end(), found->begin(), found->end());
  }
  for (const NewError& error : errors) {
    environment.err.Write(fmt::format("{}\n", Describe({error})));
    if (!error.help.empty()) environment.err.Write(fmt::format("  help: {}\n", error.help));
  }
  if (!errors.empty())
    environment.err.Write(
        fmt::format("cat4: this commit would bring {}; 'git commit --no-verify' commits all the same\n",
                    Count(errors.size(), "error")));
  return errors.empty() ? 0 : 1;
}

}  // namespace

extern const Command kHookPreCommitCommand;
const Command kHookPreCommitCommand{.name = "hook pre-commit",
                                    .summary = "refuse a commit that would bring errors",
                                    .description =
                                        "Judges what is about to be committed, as it stands in git's "
                                        "index, and refuses errors that HEAD does\n"
                                        "not have: in every tree of the repository, wherever in it this "
                                        "runs. Terms that are being amended are\n"
                                        "none.",
                                    .arguments = {},
                                    .options = {},
                                    .examples = kExamples,
                                    .run = &Run};

}  // namespace cat4
