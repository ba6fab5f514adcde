#include "cli/check_base.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "cat4/base/text.h"
#include "cat4/check/added_findings.h"
#include "cat4/check/place_findings.h"
#include "cat4/git/merge_tree.h"
#include "cat4/git/tree_source.h"

#include "cli/findings_output.h"
#include "cli/opened_tree.h"

namespace cat4 {
namespace {

constexpr std::size_t kMostSingleSteps = 200;  // more commits than that are not tried one by one

// The tree that would land, and where its objects are.
struct Landing {
  Repository repository;
  HistoryCommit tree;  // without an id where it is that of a merge
  std::vector<std::string> tips;
  std::shared_ptr<ScratchDirectory> scratch;
};

std::string ShallowRemedy(const Repository& repository) {
  return repository.IsShallow()
             ? "this clone is shallow: 'git fetch --unshallow' brings what is missing (in CI: fetch-depth: 0)"
             : "fetch the whole history: 'git fetch'";
}

Result<std::string> FindBase(const Repository& repository, const std::string& base) {
  if (std::optional<std::string> commit = repository.FindCommit(base)) return std::move(*commit);
  return Fail("'{}' names no commit that is here; {}", Printable(base), ShallowRemedy(repository));
}

class BaseChecker {
 public:
  BaseChecker(const OpenedTree& tree, std::string base, Known known, Date as_of)
      : tree_(tree), repository_(*tree.repository), base_(std::move(base)), known_(known), as_of_(as_of) {}

  Result<BaseCheck> Run() {
    out_.start = tree_.start;
    out_.report = EmptyReport("check", as_of_);
    out_.report.root = tree_.root;
    out_.report.prefix = repository_.prefix;
    out_.report.base = base_;
    for (const std::string& commit : {base_, tree_.revision}) {
      if (const auto broken = FindBroken(repository_, commit)) {
        Stop(*broken);
        return std::move(out_);
      }
    }
    const Result<std::optional<Landing>> landing = FindLanding();
    if (!landing) return tl::unexpected(landing.error());
    if (!*landing) return std::move(out_);
    const auto base = ReadHistory(*repository_.objects, base_);
    if (!base) {
      Stop(base.error());
      return std::move(out_);
    }
    auto state = StateAt((*landing)->repository, *base);
    if (!state) {
      Stop(state.error());
      return std::move(out_);
    }
    if (const Result<void> done = JudgeTrees(**landing, state->registry.lock_stages); !done)
      return tl::unexpected(done.error());
    JudgeDecisions(**landing, *base, std::move(*state));
    return std::move(out_);
  }

 private:
  void Stop(const HistoryFault& fault) {
    out_.incomplete = true;
    PlacedFinding finding;
    finding.rule = fault.rule;
    finding.path = "registry.yaml";
    finding.commit = fault.commit;
    finding.message = fault.message;
    finding.help = ShallowRemedy(repository_);
    out_.report.findings.push_back(std::move(finding));
  }

  // Nothing where the history does not tell.
  Result<std::optional<Landing>> FindLanding() {
    const std::optional<std::string> common = repository_.MergeBase(base_, tree_.revision);
    if (!common) {
      Stop({RuleId::kHistoryIncomplete, tree_.revision,
            fmt::format("no commit is here that {} and {} have both come from", base_, tree_.revision)});
      return std::optional<Landing>();
    }
    ResultOr<HistoryCommit, HistoryFault> tip = ReadHistory(*repository_.objects, tree_.revision);
    if (!tip) {
      Stop(tip.error());
      return std::optional<Landing>();
    }
    if (*common == base_)
      return std::optional(Landing{repository_, std::move(*tip), {tree_.revision}, nullptr});
    Result<MergedTree> merged = MergeTrees(repository_, base_, tree_.revision);
    if (!merged) return tl::unexpected(merged.error());
    if (merged->tree.empty())
      return Fail(
          "{} conflicts with {} in {}; merge or rebase it, then check again", tree_.revision.substr(0, 12),
          base_.substr(0, 12),
          Join(std::vector<std::string_view>(merged->conflicts.begin(), merged->conflicts.end()), ", "));
    HistoryCommit tree{.id = {}, .tree = merged->tree, .parents = {base_, tree_.revision}, .malformed = {}};
    return std::optional(Landing{
        std::move(merged->repository), std::move(tree), {tree_.revision}, std::move(merged->scratch)});
  }

  // Rules of the tree: of what would land, beside what the base has; judged as policy and waivers are there.
  Result<void> JudgeTrees(const Landing& landing, const std::map<int, std::string>& lock_stages) {
    const Result<std::unique_ptr<Source>> before = OpenCommit(landing.repository, base_);
    if (!before) return tl::unexpected(before.error());
    const Result<std::unique_ptr<Source>> after = OpenCommit(landing.repository, landing.tree.tree);
    if (!after) return tl::unexpected(after.error());
    const Checked old = CheckTree(**before, as_of_, {.judge = nullptr, .lock_stages = lock_stages});
    const bool judges = old.portfolio->organization.id && old.portfolio->readable.policy;
    const Checked now = CheckTree(
        **after, as_of_, {.judge = judges ? old.portfolio.get() : nullptr, .lock_stages = lock_stages});
    if (const auto& fault = landing.repository.objects->first_fault()) {
      Stop(FaultOf(*fault, tree_.revision));
      return {};
    }
    const std::vector<Finding> added = AddedFindings(old, now, RulesOfSteps());
    FindingsReport& report = out_.report;
    report.findings = PlaceFindings(now.findings, **after, now.portfolio->files);
    for (std::size_t i = 0; i < now.findings.size(); ++i) {
      const Finding& finding = now.findings[i];
      const bool is_new = std::ranges::any_of(added, [&](const Finding& other) {
        return other.rule == finding.rule && other.span == finding.span && other.message == finding.message;
      });
      report.findings[i].known = known_ == Known::kShown && !is_new;
    }
    report.files = now.portfolio->files_read;
    report.measures = now.portfolio->measures.size();
    report.waived = now.waived;
    report.skipped = now.skipped;
    report.off = now.off;
    report.failures = now.failures;
    return {};
  }

  void JudgeDecisions(const Landing& landing, const HistoryCommit& base, AuditState state) {
    if (out_.incomplete) return;
    const auto verdict =
        JudgeAsOneStep(landing.repository, base, std::move(state), landing.tree, landing.tips);
    if (!verdict) return Stop(verdict.error());
    if (!verdict->judged)
      out_.remarks.emplace_back("there is no ratified registry, so no decision could be judged");
    if (repository_.IsShallow())
      out_.remarks.emplace_back(
          "this clone is shallow: whether an id was used before, and what earlier policies locked, can't be "
          "seen; "
          "'git fetch --unshallow' brings the rest");
    const std::size_t of_trees = out_.report.findings.size();
    for (const PlacedFinding& finding : verdict->findings) Merge(finding, of_trees);
    std::ranges::stable_sort(out_.report.findings, {}, [](const PlacedFinding& finding) {
      return std::tuple(finding.path, finding.location.line, finding.location.column);
    });
    const bool errors = std::ranges::any_of(verdict->findings, IsError);
    if (!errors) TrySingleSteps(landing);
  }

  static bool IsError(const PlacedFinding& finding) { return finding.severity == Severity::kError; }

  // The tree's rules and those of the step may tell the same; it counts then, because the step brought it.
  // What it is about is the tree that would land, and no commit of its own.
  void Merge(PlacedFinding finding, std::size_t of_trees) {
    finding.commit.clear();
    const auto trees = std::span(out_.report.findings).first(of_trees);
    const auto same = std::ranges::find_if(trees, [&](const PlacedFinding& other) {
      return other.rule == finding.rule && other.path == finding.path &&
             other.location.line == finding.location.line && other.location.column == finding.location.column;
    });
    if (same == trees.end()) {
      out_.report.findings.push_back(std::move(finding));
    } else {
      same->known = false;
      same->statement = finding.statement;
    }
  }

  // Where it would land commit by commit, by a rebase or a fast-forward, each has to stand for itself.
  void TrySingleSteps(const Landing& landing) {
    if (landing.tree.id.empty()) return;
    const auto chain = FirstParents(repository_, tree_.revision, base_);
    if (!chain || chain->size() < 2 || chain->size() > kMostSingleSteps) return;
    const auto verdict = JudgeEachStep(repository_, base_, tree_.revision);
    if (!verdict) return;
    const auto first = std::ranges::find_if(verdict->findings, IsError);
    if (first == verdict->findings.end()) return;
    out_.remarks.push_back(
        fmt::format("as one step this may land, by a merge commit or a squash; commit by commit (rebase or "
                    "fast-forward) it would not: in {}: {} [{}]",
                    first->commit.substr(0, 12), first->message, GetRule(first->rule).slug));
  }

  const OpenedTree& tree_;
  const Repository& repository_;
  const std::string base_;
  const Known known_;
  const Date as_of_;
  BaseCheck out_;
};

}  // namespace

Result<BaseCheck> CheckAgainst(const std::string& base, Known known, const Invocation& invocation,
                               const Environment& environment, Date as_of) {
  const Result<OpenedTree> tree =
      OpenTreeToJudge(invocation, environment, invocation.Value(kRevisionOption).value_or("HEAD"));
  if (!tree) return tl::unexpected(tree.error());
  Result<std::string> commit = FindBase(*tree->repository, base);
  if (!commit) return tl::unexpected(commit.error());
  return BaseChecker(*tree, std::move(*commit), known, as_of).Run();
}

}  // namespace cat4
