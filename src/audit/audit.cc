#include "cat4/audit/audit.h"

#include <algorithm>
#include <utility>

#include "cat4/base/text.h"
#include "cat4/git/tree_diff.h"
#include "cat4/git/tree_source.h"
#include "cat4/governance/landed_decisions.h"
#include "cat4/governance/proof.h"
#include "cat4/governance/statement.h"
#include "cat4/governance/transition.h"

#include "audit/measure_paths.h"
#include "audit/registry_step.h"

namespace cat4 {
namespace {

constexpr std::size_t kStepsAhead = 64;      // of which git is asked together
constexpr std::size_t kStepsOfTexts = 2048;  // of which texts are kept

PlacedFinding AtRegistry(RuleId rule, std::string commit, std::string message, std::string help) {
  PlacedFinding finding;
  finding.rule = rule;
  finding.path = kRegistryFile;
  finding.commit = std::move(commit);
  finding.message = std::move(message);
  finding.help = std::move(help);
  return finding;
}

std::string RemedyOf(const HistoryFault& fault, bool shallow) {
  if (fault.rule == RuleId::kObjectCorrupt)
    return "'git fsck --full' names what is broken; fetch the repository anew from where it is whole";
  return shallow ? "this clone is shallow: 'git fetch --unshallow' brings the rest (in CI: fetch-depth: 0)"
                 : "fetch the whole history: 'git fetch', or clone the repository anew";
}

class Fold {
 public:
  Fold(const Repository& repository, const AuditWish& wish) : repository_(repository), wish_(wish) {}

  Result<Audit> Run() {
    audit_.tip = wish_.tip;
    if (wish_.landings) audit_.state.landings.emplace();
    if (const Result<void> walked = Walk(); !walked) return tl::unexpected(walked.error());
    CheckPin();
    if (!audit_.incomplete) CountFiles();
    if (!audit_.incomplete) FindTainted();
    LeaveOutEndorsed(audit_.state.registry, audit_.findings);
    // Waivers run out, so that the next audit asks them anew.
    std::vector<PlacedFinding> open = audit_.findings;
    Acknowledge();
    LeaveCheckpoint(std::move(open));
    LeaveOutOlder();
    return std::move(audit_);
  }

 private:
  void Stop(const HistoryFault& fault) {
    audit_.incomplete = true;
    Add(AtRegistry(fault.rule, fault.commit, fault.message, RemedyOf(fault, repository_.IsShallow())));
  }

  void Add(PlacedFinding finding) { audit_.findings.push_back(std::move(finding)); }

  Result<void> Walk() {
    if (const auto broken = FindBroken(repository_, wish_.tip)) {
      Stop(*broken);
      return {};
    }
    auto chain = ReadChain();
    if (!chain) {
      Stop(chain.error());
      return {};
    }
    for (const HistoryCommit& commit : *chain) line_.push_back(commit.id);
    std::size_t first = 0;
    if (!GoOn(*chain, first)) {
      const Result<std::optional<std::size_t>> begin = FindBeginning(*chain);
      if (!begin) {
        Stop({RuleId::kHistoryIncomplete, wish_.tip, begin.error().message});
        return {};
      }
      if (!*begin)
        return Fail("no commit of '{}' holds {}; 'cat4 init' begins a registry", wish_.tip, kRegistryFile);
      first = **begin;
    }
    const bool fresh = audit_.from_checkpoint.empty();
    for (std::size_t i = first; i < chain->size(); ++i) {
      const AuditStep step{.before = i == first && fresh ? nullptr : &(*chain)[i - 1],
                           .after = &(*chain)[i],
                           .tips = {(*chain)[i].id}};
      if ((i - first) % kStepsAhead == 0) LookAheadFrom(*chain, i);
      if ((i - first) % kStepsOfTexts == kStepsOfTexts - 1) ForgetTexts();
      if (wish_.progress) wish_.progress(i - first, chain->size() - first);
      const int version = audit_.state.registry.in_force->version;
      auto found = JudgeStep(repository_, step, audit_.state);
      if (!found) {
        Stop(found.error());
        return {};
      }
      if (audit_.state.registry.in_force->version != version) registry_commit_ = step.after->id;
      ++audit_.steps;
      for (PlacedFinding& finding : *found) Add(std::move(finding));
    }
    if (wish_.progress) wish_.progress(chain->size() - first, chain->size() - first);
    return {};
  }

  // The main line; where an earlier audit goes on, only what is behind its tip, and that itself, unless more
  // is asked for.
  ResultOr<std::vector<HistoryCommit>, HistoryFault> ReadChain() const {
    const bool all = !wish_.checkpoint || !wish_.since.empty() || (wish_.pin && !wish_.pin->commit.empty());
    if (!all) {
      auto known = ReadHistory(*repository_.objects, wish_.checkpoint->tip);
      auto chain = FirstParents(repository_, wish_.tip, wish_.checkpoint->tip);
      if (known && chain) {
        chain->insert(chain->begin(), std::move(*known));
        return chain;
      }
    }
    return FirstParents(repository_, wish_.tip, "");
  }

  // What is read of a step shares its texts with the registry in force: one that was loaded anew has its own
  // only, so that memory does not grow with the history.
  void ForgetTexts() {
    std::shared_ptr<const RatifiedRegistry>& in_force = audit_.state.registry.in_force;
    if (in_force->version == 0) return;
    RatifiedRegistry anew = *in_force;
    anew.portfolio = LoadPortfolio(*anew.source).portfolio;
    in_force = std::make_shared<const RatifiedRegistry>(std::move(anew));
  }

  void LookAheadFrom(const std::vector<HistoryCommit>& chain, std::size_t step) const {
    std::vector<TreePair> pairs;
    for (std::size_t i = step; i < std::min(chain.size(), step + kStepsAhead); ++i)
      pairs.push_back({i == 0 ? std::string() : chain[i - 1].tree, chain[i].tree});
    LookAhead(*repository_.objects, pairs, repository_.prefix);
    for (std::size_t i = step; i < std::min(chain.size(), step + kStepsAhead); ++i)
      repository_.objects->Want(chain[i].id);  // whose signature is looked at where it decides something
  }

  // The first commit that holds registry.yaml.
  Result<std::optional<std::size_t>> FindBeginning(const std::vector<HistoryCommit>& chain) const {
    constexpr std::string_view kPaths[] = {kRegistryFile};
    for (std::size_t i = 0; i < chain.size(); ++i) {
      const Result<std::unique_ptr<Source>> source = OpenCommit(repository_, chain[i].tree, kPaths);
      if (!source) return tl::unexpected(source.error());
      const Result<std::vector<SourceEntry>> entries = (*source)->List("");
      if (entries && !entries->empty()) return i;
    }
    return std::optional<std::size_t>();
  }

  // Takes up what an earlier audit left; `first` is the step behind it. False: it begins anew.
  bool GoOn(const std::vector<HistoryCommit>& chain, std::size_t& first) {
    if (!wish_.checkpoint) return false;
    const Checkpoint& checkpoint = *wish_.checkpoint;
    const auto at = std::ranges::find(chain, checkpoint.tip, &HistoryCommit::id);
    if (at == chain.end()) {
      Add(AtRegistry(
          RuleId::kRollback, wish_.tip,
          fmt::format("commit {}, up to which this machine has audited, is not on the main line any more",
                      checkpoint.tip),
          "find out who rewrote the branch, and what was lost: compare it with another clone"));
      return false;
    }
    auto in_force = OpenCommit(repository_, checkpoint.registry, RegistryParts());
    auto files = OpenCommit(repository_, at->tree, RegistryParts());
    if (!in_force || !files) return false;
    std::optional<RegistryState> registry = TakeRegistry(std::move(*in_force), checkpoint.registry_version);
    const auto all = DiffTrees(*repository_.objects, "", at->tree, repository_.prefix);
    if (!registry || !all) return false;
    AuditState state;
    state.registry = std::move(*registry);
    NoteFiles(**files, state.registry);
    state.registry.lock_stages = checkpoint.lock_stages;
    state.registry.trust_root = checkpoint.trust_root;
    state.registry.endorsed = checkpoint.endorsed;
    state.paths->Apply(*all);
    state.gone = checkpoint.gone;
    state.lacks_evidence.reset();
    state.decisions = checkpoint.decisions;
    audit_.state = std::move(state);
    audit_.steps = checkpoint.steps;
    audit_.from_checkpoint = checkpoint.tip;
    registry_commit_ = checkpoint.registry;
    audit_.findings = checkpoint.open;
    first = static_cast<std::size_t>(at - chain.begin()) + 1;
    return true;
  }

  void CountFiles() {
    const auto commit = ReadHistory(*repository_.objects, wish_.tip);
    if (!commit) return Stop(commit.error());
    const auto all = DiffTrees(*repository_.objects, "", commit->tree, repository_.prefix);
    if (!all) return Stop(FaultOf(all.error(), wish_.tip));
    audit_.files = all->size();
    audit_.measures = audit_.state.paths->size();
  }

  void CheckPin() {
    if (!wish_.pin || audit_.incomplete) return;
    const std::string& root = audit_.state.registry.trust_root;
    if (root != wish_.pin->digest)
      Add(AtRegistry(
          RuleId::kTrustRootMismatch, wish_.tip,
          fmt::format("the trust root is {}; pinned is {}", root.empty() ? "none" : root, wish_.pin->digest),
          "this is another registry than the one that was given out: trust nothing in it"));
    const std::string& commit = wish_.pin->commit;
    const auto pinned = [&](const std::string& id) { return id.starts_with(commit); };
    if (!commit.empty() && std::ranges::none_of(line_, pinned))
      Add(AtRegistry(RuleId::kTrustRootMismatch, wish_.tip,
                     fmt::format("commit {}, which is pinned, does not lie on the main line", commit),
                     "the history was rebuilt, or another branch is audited: compare it with another clone"));
  }

  // ---- what the keys of today say about decisions that landed
  static bool HasCompromisedKey(const Portfolio& registry) {
    return std::ranges::any_of(registry.people, [](const Person& person) {
      return std::ranges::any_of(person.keys, [](const PersonKey& key) {
        return key.status && *key.status == KeyStatus::kCompromised;
      });
    });
  }

  void FindTainted() {
    const RatifiedRegistry& registry = *audit_.state.registry.in_force;
    if (registry.version == 0 || !HasCompromisedKey(*registry.portfolio)) return;
    const Result<std::unique_ptr<Source>> tree = OpenCommit(repository_, wish_.tip);
    if (!tree) return Stop({RuleId::kHistoryIncomplete, wish_.tip, tree.error().message});
    const Loaded loaded = LoadPortfolio(**tree);
    if (const auto& fault = repository_.objects->first_fault()) return Stop(FaultOf(*fault, wish_.tip));
    Locator locator(**tree, loaded.portfolio->files);
    for (const Measure& measure : loaded.portfolio->measures)
      FindTainted(*loaded.portfolio, measure, locator);
  }

  void FindTainted(const Portfolio& portfolio, const Measure& measure, Locator& locator) {
    const Portfolio& registry = *audit_.state.registry.in_force->portfolio;
    std::vector<PlacedFinding> tainted;
    for (const NamedDecision& named : DecisionsOf(portfolio, measure)) {
      const Decision& decision = *named.decision;
      const Proof proof =
          ProveStatement(registry, decision.by->view(), StatementText(portfolio, measure, decision),
                         decision.signature->view());
      const bool compromised =
          proof.proven && proof.key->status && *proof.key->status == KeyStatus::kCompromised;
      const bool restates =
          *decision.decision == DecisionKind::kConfirm && decision.restates && *decision.restates;
      if (proof.proven && !compromised && (IsTransition(*decision.decision) || restates)) tainted.clear();
      if (!compromised) continue;
      PlacedFinding finding;
      finding.rule = RuleId::kTaintedDecision;
      finding.severity = Severity::kWarning;
      finding.path = portfolio.files.path(decision.span.file());
      finding.location = locator.Locate(decision.signature.span);
      finding.message = fmt::format("the {} by '{}' was signed by {}, which is compromised since",
                                    Name(*decision.decision), decision.by->view(), proof.fingerprint);
      finding.help = "look at it again; a later transition or a restating confirm by a good key settles it";
      finding.measure = measure.id->view();
      finding.commit = wish_.tip;
      finding.statement = named.digest;
      tainted.push_back(std::move(finding));
    }
    for (PlacedFinding& finding : tainted) Add(std::move(finding));
  }

  // ---- what later steps say about earlier findings
  void Acknowledge() {
    if (audit_.state.registry.in_force->version == 0) return;
    for (PlacedFinding& finding : audit_.findings) {
      for (const Waiver& waiver : audit_.state.registry.in_force->portfolio->waivers) {
        if (!Acknowledges(waiver, finding) || finding.severity != Severity::kError) continue;
        finding.severity = Severity::kWarning;
        finding.message +=
            fmt::format(" (acknowledged by '{}': {})", waiver.by->view(), waiver.reason->view());
      }
    }
  }

  bool Acknowledges(const Waiver& waiver, const PlacedFinding& finding) const {
    return waiver.commit && waiver.rule->view() == GetRule(finding.rule).slug &&
           *waiver.until >= wish_.as_of && !finding.commit.empty() &&
           // The whole id: who waives has seen the commit, so that he does so later.
           finding.commit == waiver.commit->view() && !IsAboutNow(finding.rule);
  }

  // These say that the history itself can't be trusted, or seen: nothing in it acknowledges that.
  static bool IsAboutNow(RuleId rule) {
    return rule == RuleId::kTrustRootMismatch || rule == RuleId::kRollback ||
           rule == RuleId::kHistoryIncomplete || rule == RuleId::kObjectCorrupt;
  }

  void LeaveCheckpoint(std::vector<PlacedFinding> open) {
    const bool errors = std::ranges::any_of(
        audit_.findings, [](const PlacedFinding& finding) { return finding.severity == Severity::kError; });
    const AuditState& state = audit_.state;
    // Where registry.yaml can't be read now, its entries are those of an earlier commit.
    const bool whole = state.registry.entries == state.registry.files;
    if (errors || audit_.incomplete || registry_commit_.empty() || !whole) return;
    Checkpoint checkpoint{.tip = wish_.tip,
                          .registry = registry_commit_,
                          .registry_version = state.registry.in_force->version,
                          .trust_root = state.registry.trust_root,
                          .steps = audit_.steps,
                          .decisions = state.decisions,
                          .lock_stages = state.registry.lock_stages,
                          .gone = state.gone,
                          .endorsed = state.registry.endorsed,
                          .open = {}};
    std::erase_if(open,
                  [](const PlacedFinding& finding) { return finding.rule == RuleId::kTaintedDecision; });
    checkpoint.open = std::move(open);
    audit_.checkpoint = std::move(checkpoint);
  }

  void LeaveOutOlder() {
    const auto since = std::ranges::find(line_, wish_.since);
    if (wish_.since.empty() || since == line_.end()) return;
    audit_.earlier = std::erase_if(audit_.findings, [&](const PlacedFinding& finding) {
      const auto at = std::ranges::find(line_, finding.commit);
      return at <= since && !IsAboutNow(finding.rule);
    });
  }

  const Repository& repository_;
  const AuditWish& wish_;
  Audit audit_;
  std::vector<std::string> line_;  // the main line's commits, the oldest first
  std::string registry_commit_;    // that brought the registry in force
};

}  // namespace

Result<TrustPin> ParsePin(std::string_view text) {
  constexpr std::string_view kPrefix = "sha256:";
  constexpr std::size_t kDigits = 64;
  TrustPin pin;
  const std::size_t at = text.find('@');
  pin.digest = text.substr(0, at);
  if (at != std::string_view::npos) pin.commit = text.substr(at + 1);
  const auto is_hex = [](std::string_view digits) {
    return std::ranges::all_of(digits,
                               [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  };
  const bool digest = text.starts_with(kPrefix) && pin.digest.size() == kPrefix.size() + kDigits &&
                      is_hex(std::string_view(pin.digest).substr(kPrefix.size()));
  const bool commit = at == std::string_view::npos ||
                      ((pin.commit.size() == 40 || pin.commit.size() == 64) && is_hex(pin.commit));
  if (digest && commit) return pin;
  return FailUsage(
      "'{}' is no trust root; wanted sha256: and 64 hex digits, and behind an @ the whole id of a commit",
      Printable(text));
}

Result<Audit> RunAudit(const Repository& repository, const AuditWish& wish) {
  return Fold(repository, wish).Run();
}

}  // namespace cat4
