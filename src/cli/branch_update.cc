#include "cli/branch_update.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "cat4/audit/audit.h"
#include "cat4/audit/update.h"
#include "cat4/base/text.h"
#include "cat4/git/tree_source.h"
#include "cat4/report/findings.h"

#include "cli/tree_roots.h"

namespace cat4 {
namespace {

constexpr std::string_view kHeads = "refs/heads/";
constexpr std::size_t kShort = 12;

// The branch that the policy of the tree names; nothing where there is no tree that can be read.
std::optional<std::string> BranchNamedAt(const Repository& repository, const std::string& commit) {
  constexpr std::string_view kPaths[] = {"organization.yaml", "policy.yaml"};
  const Result<std::unique_ptr<Source>> source = OpenCommit(repository, commit, kPaths);
  if (!source) return std::nullopt;
  const Loaded loaded = LoadPortfolio(**source);
  if (!loaded.portfolio->organization.id) return std::nullopt;
  return std::string(loaded.portfolio->policy.branch->view());
}

class UpdateJudge {
 public:
  UpdateJudge(Repository repository, const BranchUpdate& update, Environment& environment)
      : repository_(std::move(repository)), update_(update), environment_(environment) {}

  Result<bool> Run() {
    const Result<std::set<std::string>> roots = Roots();
    if (!roots) return tl::unexpected(roots.error());
    bool may = true;
    for (const std::string& root : *roots) {
      repository_.prefix = root;
      const std::string& named_by = update_.before.empty() ? update_.after : update_.before;
      if (BranchNamedAt(repository_, named_by) != Branch()) continue;
      const Result<bool> one = JudgeTree();
      if (!one) return one;
      may = may && *one;
    }
    return may;
  }

 private:
  std::string Branch() const { return update_.ref.substr(kHeads.size()); }

  Result<std::set<std::string>> Roots() const {
    std::set<std::string> roots;
    for (const std::string& commit : {update_.before, update_.after}) {
      if (commit.empty()) continue;
      const Result<std::set<std::string>> there = TreeRootsIn(repository_, commit);
      if (!there) return there;
      roots.insert(there->begin(), there->end());
    }
    return roots;
  }

  bool Refuse(std::string_view why) const {
    environment_.err.Write(fmt::format("cat4: '{}' is refused: {}\n", Printable(Branch()), why));
    return false;
  }

  Result<bool> JudgeTree() const {
    if (update_.after.empty())
      return Refuse("it is the governed branch, which holds every decision, and is never deleted");
    if (update_.before.empty()) return JudgeWhole();
    const auto verdict = JudgeEachStep(repository_, update_.before, update_.after);
    if (!verdict && verdict.error().rule == RuleId::kRollback)
      return Refuse(
          fmt::format("{} does not go on from {}, which is not among its first parents; nothing that "
                      "landed is taken back ('git pull --rebase', or merge into '{}', not '{}' into "
                      "yours)",
                      update_.after.substr(0, kShort), update_.before.substr(0, kShort), Printable(Branch()),
                      Printable(Branch())));
    if (!verdict) return Fail("{}", verdict.error().message);
    if (!verdict->judged)
      environment_.err.Write("cat4: there is no ratified registry, so no decision was judged\n");
    return Tell(verdict->findings, verdict->steps);
  }

  Result<bool> JudgeWhole() const {
    const Result<Audit> audit = RunAudit(repository_, {.tip = update_.after});
    if (!audit) {
      environment_.err.Write(fmt::format("cat4: no decision was judged: {}\n", audit.error().message));
      return true;
    }
    const bool good = Tell(audit->findings, audit->steps);
    return good && !audit->incomplete;
  }

  bool Tell(const std::vector<PlacedFinding>& findings, std::size_t steps) const {
    std::vector<PlacedFinding> told = findings;
    std::erase_if(told, [](const PlacedFinding& finding) { return finding.severity < Severity::kWarning; });
    environment_.err.Write(FindingsWithCommits(told));
    const std::size_t errors = CountSeverities(told).errors;
    if (errors == 0) return true;
    return Refuse(fmt::format("{} in {}", Count(errors, "error"), Count(steps, "step")));
  }

  Repository repository_;
  const BranchUpdate& update_;
  Environment& environment_;
};

}  // namespace

std::string IdOrNone(const std::string& id) {
  return id.find_first_not_of('0') == std::string::npos ? std::string() : id;
}

Result<std::vector<std::vector<std::string>>> ReadUpdates(const Environment& environment, std::size_t words) {
  const Result<std::string> input = environment.read_input();
  if (!input) return tl::unexpected(input.error());
  std::vector<std::vector<std::string>> updates;
  for (const std::string_view line : Split(*input, '\n')) {
    if (line.empty()) continue;
    const std::vector<std::string_view> parts = Split(line, ' ');
    if (parts.size() != words)
      return FailUsage("'{}' is no update as git tells its hooks; this command is called by git",
                       Printable(line));
    updates.emplace_back(parts.begin(), parts.end());
  }
  return updates;
}

Result<bool> MayLand(const Repository& repository, const BranchUpdate& update, Environment& environment) {
  BranchUpdate meant = update;
  // Another name of the branch, as a server may have from a time when it was called otherwise.
  const Result<ProcessOutput> target = repository.Try({"symbolic-ref", "-q", update.ref});
  if (!target) return tl::unexpected(target.error());
  if (target->exit_code == 0) meant.ref = target->out.substr(0, target->out.find('\n'));
  if (!meant.ref.starts_with(kHeads)) return true;
  return UpdateJudge(repository, meant, environment).Run();
}

}  // namespace cat4
