#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/check/new_errors.h"
#include "cat4/git/tree_source.h"
#include "cat4/governance/judge.h"
#include "cat4/governance/replay.h"

#include "cli/recording.h"

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

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<Date> as_of = AsOf(invocation, environment);
  if (!as_of) return tl::unexpected(as_of.error());
  const Result<Repository> repository = Repository::Open(StartDirectory(invocation, environment));
  if (!repository) return tl::unexpected(repository.error());
  const Result<Head> head = repository->ReadHead();
  if (!head) return tl::unexpected(head.error());
  const Result<std::string> tree = TreeOfIndex(*repository, environment);
  if (!tree) return tl::unexpected(tree.error());
  const Result<std::unique_ptr<Source>> staged = OpenCommit(*repository, *tree);
  if (!staged) return tl::unexpected(staged.error());
  Result<std::unique_ptr<Source>> before =
      head->commit.empty() ? InMemorySource({}) : OpenCommit(*repository, head->commit);
  if (!before) return tl::unexpected(before.error());

  std::vector<NewError> errors = NewErrors(**before, **staged, *as_of);
  const Loaded loaded = LoadPortfolio(**staged);
  std::erase_if(errors, [&](const NewError& error) {
    if (error.rule == RuleId::kTermsChanged) return IsBeingAmended(*loaded.portfolio, error.path);
    return FollowsFromLeaving(error) && BytesIn(**before, error.path) == BytesIn(**staged, error.path);
  });
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
                                        "Judges the tree that is about to be committed, as it stands in "
                                        "git's index, and refuses errors that HEAD\n"
                                        "does not have. Terms that are being amended are none.",
                                    .arguments = {},
                                    .options = {},
                                    .examples = kExamples,
                                    .run = &Run};

}  // namespace cat4
