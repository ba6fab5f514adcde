#include "cat4/audit/step.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "cat4/check/added_findings.h"
#include "cat4/check/check_tree.h"
#include "cat4/check/place_findings.h"
#include "cat4/crypto/evidence.h"
#include "cat4/git/tree_diff.h"
#include "cat4/git/tree_source.h"
#include "cat4/governance/landed_decisions.h"
#include "cat4/model/file_kind.h"

#include "audit/measure_paths.h"
#include "audit/recorders.h"
#include "audit/registry_step.h"
#include "audit/step_source.h"
#include "governance/closed.h"

namespace cat4 {

AuditState::AuditState() : paths(std::make_unique<MeasurePaths>()) {}
AuditState::AuditState(AuditState&&) noexcept = default;
AuditState& AuditState::operator=(AuditState&&) noexcept = default;
AuditState::~AuditState() = default;

namespace {

// What every measure is read and judged by, beside its own files and its containers.
constexpr std::string_view kBasisFiles[] = {"organization.yaml", "policy.yaml"};
constexpr std::size_t kMaxFileBytes = std::size_t{1} << 20;  // of a file of the format

// What P lacked is reported: rules of steps, and what makes a measure unreadable.
bool IsJudgedHere(const Finding& finding, const Portfolio& portfolio) {
  const std::string_view path = portfolio.files.path(finding.span.file());
  if (std::ranges::find(RulesOfSteps(), finding.rule) != RulesOfSteps().end()) return true;
  // An entity that does not exist leaves the terms of those who name or inherit it unknown.
  if (portfolio.unknown_entities.contains(finding.span)) return true;
  return GetRule(finding.rule).group == RuleGroup::kReading && path.starts_with("portfolios/") &&
         finding.severity == Severity::kError && finding.rule != RuleId::kUnresolvedReference;
}

Int128 HighestRate(const Portfolio& registry) {
  Int128 highest = 0;
  for (const auto& [currency, rate] : registry.rates.plan) highest = std::max(highest, rate->trillionths);
  for (const auto& [month, rate] : registry.rates.months) highest = std::max(highest, rate->trillionths);
  return highest;
}

bool StartsWithPart(std::string_view path, std::string_view part) {
  return path.starts_with(part) && (path.size() == part.size() || path[part.size()] == '/');
}

bool IsRegistryPath(std::string_view path) {
  return std::ranges::any_of(RegistryParts(),
                             [&](std::string_view part) { return StartsWithPart(path, part); });
}

// Part of a tree, loaded: what points into it lives as long.
struct View {
  std::unique_ptr<Source> tree, source;
  Checked checked;
};

class StepAuditor {
 public:
  StepAuditor(const Repository& repository, const AuditStep& step, AuditState& state)
      : repository_(repository),
        store_(*repository.objects),
        step_(step),
        before_(step.before),
        state_(state) {}

  ResultOr<std::vector<PlacedFinding>, HistoryFault> Run() {
    if (!step_.after->malformed.empty()) ReportMalformed();
    if (auto fault = Judge()) return tl::unexpected(std::move(*fault));
    for (PlacedFinding& finding : findings_) finding.commit = step_.after->id;
    return std::move(findings_);
  }

 private:
  using Fault = std::optional<HistoryFault>;

  void ReportMalformed() {
    PlacedFinding finding;
    finding.rule = RuleId::kMalformedCommit;
    finding.path = kRegistryFile;
    finding.message = fmt::format("the commit is not as git writes it: {}", step_.after->malformed);
    finding.help =
        "readers of such commits disagree about what they say; find out who made it, and with what";
    findings_.push_back(std::move(finding));
  }

  Fault Judge() {
    auto changes = ChangesOf(before_);
    if (!changes) return std::move(changes.error());
    const std::shared_ptr<const RatifiedRegistry> before = state_.registry.in_force;
    const bool registry_changes =
        std::ranges::any_of(*changes, [](const TreeChange& change) { return IsRegistryPath(change.path); });
    if (registry_changes) {
      auto files = OpenCommit(repository_, step_.after->tree, RegistryParts());
      if (!files) return FaultNow(files.error());
      JudgeRegistry(std::move(*files), state_.registry, findings_);
    }
    if (auto fault = FaultFound()) return fault;
    judge_ = before;
    if (before->version == 0) {
      judge_ = state_.registry.in_force;
      // Nothing is decided before anybody may, and all there is then is judged by those who may.
      if (judge_->version == 0) {
        state_.paths->Apply(*changes);
        return std::nullopt;
      }
      *state_.paths = MeasurePaths();
      state_.gone.clear();
      state_.lacks_evidence.emplace();
      before_ = nullptr;
      changes = ChangesOf(nullptr);
      if (!changes) return std::move(changes.error());
    }
    const std::set<std::string> touched = Touched(*changes);
    old_paths_ = state_.paths->Of(touched);
    state_.paths->Apply(*changes);
    // What was gone, or could not be read, is judged from where it was seen last.
    std::map<std::string, std::set<std::string>> groups;
    for (const std::string& id : touched) {
      const auto gone = state_.gone.find(id);
      groups[gone == state_.gone.end() ? std::string() : gone->second].insert(id);
    }
    for (const auto& [commit, ids] : groups) {
      if (auto fault = JudgeGroup(commit, ids)) return fault;
    }
    return JudgeRecording();
  }

  ResultOr<std::vector<TreeChange>, HistoryFault> ChangesOf(const HistoryCommit* before) const {
    auto changes = DiffTrees(store_, before ? before->tree : "", step_.after->tree, repository_.prefix);
    if (!changes) return tl::unexpected(FaultOf(changes.error(), step_.after->id));
    return std::move(*changes);
  }

  Fault FaultFound() const {
    if (const auto& fault = store_.first_fault()) return FaultOf(*fault, step_.after->id);
    return std::nullopt;
  }
  Fault FaultNow(const Failure& failure) const {
    if (auto fault = FaultFound()) return fault;
    return HistoryFault{RuleId::kHistoryIncomplete, step_.after->id, failure.message};
  }

  // ---- which measures the step is about
  // Measures that are new below a directory are among the changes themselves.
  std::set<std::string> Touched(const std::vector<TreeChange>& changes) {
    if (!SameBasis(*judge_, *state_.registry.in_force)) return All(changes);
    std::set<std::string> touched;
    bool evidence_came = false;
    for (const TreeChange& change : changes) {
      const std::string_view path = change.path;
      const std::size_t slash = path.rfind('/');
      const std::string_view name = path.substr(slash + 1);
      if (path.starts_with("evidence/")) {
        if (!change.before.id.empty() || !state_.lacks_evidence) return All(changes);
        evidence_came = true;
      } else if (const std::string_view id = MeasureOfPath(path); !id.empty()) {
        touched.emplace(id);
      } else if (std::ranges::find(kContainerFiles, name) != std::end(kContainerFiles)) {
        touched.merge(state_.paths->Below(path.substr(0, slash)));
      }
    }
    if (evidence_came) touched.insert(state_.lacks_evidence->begin(), state_.lacks_evidence->end());
    return touched;
  }

  // What lacks evidence is known behind it.
  std::set<std::string> All(const std::vector<TreeChange>& changes) {
    state_.lacks_evidence.emplace();
    std::set<std::string> all = state_.paths->Below("");
    for (const TreeChange& change : changes) {
      if (const std::string_view id = MeasureOfPath(change.path); !id.empty()) all.emplace(id);
    }
    return all;
  }

  static bool SameBasis(const RatifiedRegistry& one, const RatifiedRegistry& other) {
    // Where a rate grows, an amount may become too large to be converted, and its measure unreadable.
    if (&one == &other) return true;
    if (HighestRate(*one.portfolio) < HighestRate(*other.portfolio)) return false;
    return std::ranges::all_of(kBasisFiles, [&](std::string_view file) {
      const Result<std::string> text = one.source->Read(file, kMaxFileBytes);
      const Result<std::string> as_other = other.source->Read(file, kMaxFileBytes);
      return text ? as_other && *text == *as_other : !as_other;  // without a policy.yaml its defaults hold
    });
  }

  // ---- loading
  std::set<std::string> PathsOf(const std::set<std::string>& ids, const MeasurePaths& paths) const {
    std::set<std::string> wanted;
    for (const std::string& id : ids) wanted.insert(paths.PathsOf(id).begin(), paths.PathsOf(id).end());
    return wanted;
  }

  // Not loaded yet.
  ResultOr<View, HistoryFault> OpenTree(const std::string& tree, const RatifiedRegistry& registry,
                                        std::set<std::string> paths) const {
    View view;
    Result<std::unique_ptr<Source>> opened = OpenCommit(repository_, tree);
    if (!opened) return tl::unexpected(*FaultNow(opened.error()));
    view.tree = std::move(*opened);
    view.source = OpenStepView({.tree = view.tree.get(), .registry = &registry, .paths = std::move(paths)});
    return view;
  }

  ResultOr<View, HistoryFault> Open(const std::string& tree, const RatifiedRegistry& registry,
                                    std::set<std::string> paths) const {
    auto view = OpenTree(tree, registry, std::move(paths));
    if (!view) return view;
    // These rules do not look at the day.
    view->checked = CheckTree(
        *view->source, Date{},
        {.judge = nullptr, .lock_stages = state_.registry.lock_stages, .registry = registry.portfolio.get()});
    if (auto fault = FaultFound()) return tl::unexpected(std::move(*fault));
    if (!view->checked.failures.empty())
      return tl::unexpected(
          HistoryFault{RuleId::kHistoryIncomplete, step_.after->id, view->checked.failures.front().message});
    return view;
  }

  // The tree before the step, of which these measures are wanted; without any where nothing was before.
  ResultOr<View, HistoryFault> OpenBefore(const std::string& commit, const std::set<std::string>& ids) const {
    if (!commit.empty()) {
      auto seen = ReadHistory(store_, commit);
      if (!seen) return tl::unexpected(std::move(seen.error()));
      auto all = DiffTrees(store_, "", seen->tree, repository_.prefix);
      if (!all) return tl::unexpected(FaultOf(all.error(), commit));
      MeasurePaths paths;
      paths.Apply(*all);
      return Open(seen->tree, *judge_, PathsOf(ids, paths));
    }
    if (!before_) return Open(step_.after->tree, *judge_, {});
    return Open(before_->tree, *judge_, PathsOf(ids, old_paths_));
  }

  // ---- judging
  Fault JudgeGroup(const std::string& commit, const std::set<std::string>& ids) {
    auto before = OpenBefore(commit, ids);
    if (!before) return std::move(before.error());
    const std::set<std::string> paths = PathsOf(ids, *state_.paths);
    auto after = Open(step_.after->tree, *state_.registry.in_force, paths);
    if (!after) return std::move(after.error());
    ReportAdded(*before, *after);
    NoteEvidence(ids, *after);
    const std::set<std::string> context = ContextOf(*after->checked.portfolio, paths);
    const bool other_policy =
        *judge_->portfolio->policy.version != *state_.registry.in_force->portfolio->policy.version;
    if (!other_policy && context == paths) return JudgeMeasures(commit, ids, *before, *after);
    auto judged = OpenJudged(context);
    if (!judged) return std::move(judged.error());
    return JudgeMeasures(commit, ids, *before, *judged);
  }

  // The paths with those of the measures that theirs depend on, where a gate asks for that.
  std::set<std::string> ContextOf(const Portfolio& portfolio, const std::set<std::string>& paths) const {
    std::set<std::string> context = paths;
    const bool asked = std::ranges::any_of(judge_->portfolio->policy.stages, [](const Stage& stage) {
      return std::ranges::any_of(stage.entry_criteria, [](const Located<Criterion>& criterion) {
        return *criterion == Criterion::kDependenciesMet;
      });
    });
    if (!asked) return context;
    for (const Measure& measure : portfolio.measures) {
      for (const Dependency& dependency : measure.depends_on) {
        const std::set<std::string>& others = state_.paths->PathsOf(std::string(dependency.measure->view()));
        context.insert(others.begin(), others.end());
      }
    }
    return context;
  }

  // The step's measures as they are read behind it, and judged by the policy before it.
  ResultOr<View, HistoryFault> OpenJudged(std::set<std::string> paths) const {
    auto view = OpenTree(step_.after->tree, *state_.registry.in_force, std::move(paths));
    if (!view) return view;
    Loaded loaded = LoadStepView(*view->source, *state_.registry.in_force);
    if (auto fault = FaultFound()) return tl::unexpected(std::move(*fault));
    JudgeByPolicyOf(*loaded.portfolio, *judge_->source);
    view->checked.portfolio = std::move(loaded.portfolio);
    return view;
  }

  Fault JudgeMeasures(const std::string& commit, const std::set<std::string>& ids, const View& before,
                      View& after) {
    Portfolio& here = *after.checked.portfolio;
    const Portfolio& landed = *before.checked.portfolio;
    const Locks locks(here, state_.registry.lock_stages);
    const Basis basis{.here = here, .locks = locks, .landed = &landed};
    for (const std::string& id : ids) {
      const Measure* old = landed.FindMeasure(landed.texts.Find(id));
      const Measure* measure = here.FindMeasure(here.texts.Find(id));
      if (measure) {
        Findings findings;
        JudgeStepOfMeasure(basis, *measure, commit.empty() ? Continuity::kSteady : Continuity::kReturned,
                           findings);
        Place(after, findings.all());
        NoteNew(basis, *measure, after);
        state_.gone.erase(id);
      } else {
        if (state_.paths->PathsOf(id).empty())
          ReportDeleted(id, old, landed, !old_paths_.PathsOf(id).empty());
        if (old && commit.empty() && before_) state_.gone[id] = before_->id;
      }
    }
    return FaultFound();
  }

  void ReportDeleted(const std::string& id, const Measure* old, const Portfolio& landed, bool was_there) {
    if (!was_there || !old) return;
    if (old->decisions.empty() && old->open_approvals.empty()) return ReportLostActuals(id, *old, landed);
    PlacedFinding finding;
    finding.rule = RuleId::kMeasureDeleted;
    finding.path = landed.files.path(old->file);
    finding.message = fmt::format("'{}', which has {} decisions, is gone", id,
                                  old->decisions.size() + old->open_approvals.size());
    finding.help = "restore its file; a measure that is given up is cancelled: 'cat4 gate cancel'";
    finding.measure = id;
    findings_.push_back(std::move(finding));
  }

  // A measure that nobody decided on may go, but not with what it brought in closed periods.
  void ReportLostActuals(const std::string& id, const Measure& old, const Portfolio& landed) {
    const std::optional<Month> last = LastClosedActual(landed, old);
    if (!last) return;
    PlacedFinding finding;
    finding.rule = RuleId::kPeriodClosed;
    finding.path = landed.files.path(old.file);
    finding.message = fmt::format("'{}', which has an actual of {}, is gone; periods through {} are closed",
                                  id, FormatMonth(*last), FormatMonth(*landed.organization.closed_through));
    finding.help = "restore its file; a measure that is given up is cancelled: 'cat4 gate cancel'";
    finding.measure = id;
    findings_.push_back(std::move(finding));
  }

  // What decisions are new, for where they were recorded.
  void NoteNew(const Basis& basis, const Measure& measure, const View& view) {
    const std::vector<NamedDecision> added = NewDecisions(basis, measure);
    if (added.empty()) return;
    const std::vector<NamedDecision> all = DecisionsOf(basis.here, measure);
    const std::string id(measure.id->view());
    Findings unrecorded;
    for (const NamedDecision& decision : added) {
      ++state_.decisions;
      if (state_.landings) state_.landings->emplace(decision.digest, step_.after->id);
      const auto number = std::ranges::find(all, decision.decision, &NamedDecision::decision) - all.begin();
      added_[id].insert(decision.digest);
      unrecorded
          .Report(
              RuleId::kUnsignedApprovalCommit, decision.decision->decision.span,
              "no commit signed by an active person recorded the {} by '{}'; a squash or rebase by the forge "
              "loses that signature",
              Name(*decision.decision->decision), decision.decision->by->view())
          .Help(
              "the decision itself is proven by its own signature; 'cat4 decision endorse {} {}' settles it",
              id, number + 1)
          .Severity(*judge_->portfolio->policy.signed_commits == SignedCommits::kRequired
                        ? Severity::kError
                        : Severity::kWarning);
    }
    std::vector<PlacedFinding> placed = PlaceAll(view, unrecorded.all());
    for (std::size_t i = 0; i < added.size(); ++i) unrecorded_.emplace(added[i].digest, std::move(placed[i]));
  }

  Fault JudgeRecording() {
    if (added_.empty()) return std::nullopt;
    const bool alone =
        before_ && step_.after->parents.size() == 1 && step_.after->parents.front() == before_->id;
    auto commits = alone ? ResultOr<std::vector<std::string>, HistoryFault>({step_.after->id})
                         : CommitsBetween(repository_, before_ ? before_->id : "", step_.tips);
    if (!commits) return std::move(commits.error());
    const RecorderSearch search{.repository = repository_,
                                .registry = *state_.registry.in_force,
                                .people = *judge_->portfolio,
                                .commits = std::move(*commits),
                                .step_commit = alone ? step_.after->id : std::string()};
    auto recorders = FindRecorders(search, added_);
    if (!recorders) return std::move(recorders.error());
    for (const auto& [measure, statements] : recorders->unrecorded) {
      for (const std::string& statement : statements) {
        PlacedFinding finding = unrecorded_.at(statement);
        finding.statement = statement;
        findings_.push_back(std::move(finding));
      }
    }
    return std::nullopt;
  }

  // ---- findings
  std::vector<PlacedFinding> PlaceAll(const View& view, const std::vector<Finding>& findings) const {
    const Portfolio& portfolio = *view.checked.portfolio;
    std::vector<PlacedFinding> placed = PlaceFindings(findings, *view.source, portfolio.files);
    std::map<std::string, std::vector<NamedDecision>> decisions;  // by measure
    for (std::size_t i = 0; i < placed.size(); ++i) {
      const std::string& id = placed[i].measure;
      const auto [known, fresh] = decisions.try_emplace(id);
      const Measure* measure = fresh ? portfolio.FindMeasure(portfolio.texts.Find(id)) : nullptr;
      if (measure) known->second = DecisionsOf(portfolio, *measure);
      placed[i].statement = StatementAt(known->second, findings[i].span);
    }
    return placed;
  }

  // The decision that the place lies in.
  static std::string StatementAt(const std::vector<NamedDecision>& decisions, Span span) {
    for (const NamedDecision& decision : decisions) {
      const Span whole = decision.decision->span;
      if (whole.file() == span.file() && whole.offset() <= span.offset() && span.end() <= whole.end())
        return decision.digest;
    }
    return {};
  }

  static bool IsAboutLost(RuleId rule) { return rule == RuleId::kDecisionRemoved; }

  // The rules of the tree may have told the same.
  void Place(const View& view, const std::vector<Finding>& findings) {
    for (PlacedFinding& placed : PlaceAll(view, findings)) {
      const bool fresh =
          places_.emplace(placed.rule, placed.path, placed.location.line, placed.location.column).second;
      if (fresh || IsAboutLost(placed.rule)) findings_.push_back(std::move(placed));
    }
  }

  void ReportAdded(const View& before, const View& after) {
    std::vector<Finding> added = AddedFindings(before.checked, after.checked, RulesOfSteps());
    std::erase_if(added,
                  [&](const Finding& finding) { return !IsJudgedHere(finding, *after.checked.portfolio); });
    Place(after, added);
  }

  void NoteEvidence(const std::set<std::string>& ids, const View& after) {
    if (!state_.lacks_evidence) return;
    for (const std::string& id : ids) state_.lacks_evidence->erase(id);
    const Portfolio& portfolio = *after.checked.portfolio;
    for (const Finding& finding : after.checked.findings) {
      if (finding.rule == RuleId::kMissingEvidence)
        state_.lacks_evidence->emplace(MeasureOfPath(portfolio.files.path(finding.span.file())));
    }
  }

  const Repository& repository_;
  ObjectStore& store_;
  const AuditStep& step_;
  const HistoryCommit* before_;  // null: all there is is new
  AuditState& state_;
  MeasurePaths old_paths_;                         // of the measures that the step is about, before it
  std::shared_ptr<const RatifiedRegistry> judge_;  // the registry before the step
  StatementsByMeasure added_;
  std::map<std::string, PlacedFinding> unrecorded_;  // by statement: what is found if nobody recorded it
  std::vector<PlacedFinding> findings_;
  std::set<std::tuple<RuleId, std::string, std::size_t, std::size_t>> places_;  // of those of the tree
};

}  // namespace

ResultOr<std::vector<PlacedFinding>, HistoryFault> JudgeStep(const Repository& repository,
                                                             const AuditStep& step, AuditState& state) {
  return StepAuditor(repository, step, state).Run();
}

}  // namespace cat4
