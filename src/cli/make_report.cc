#include "cli/make_report.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <set>
#include <utility>

#include "cat4/audit/audit.h"
#include "cat4/base/path.h"
#include "cat4/base/text.h"
#include "cat4/governance/judge.h"

#include "cli/output_file.h"
#include "cli/progress.h"
#include "cli/report_decisions.h"
#include "cli/report_revisions.h"
#include "cli/version.h"
#include "cli/workspace.h"

namespace cat4 {

#define CAT4_REPORTS(X) \
  X(Status)             \
  X(Pipeline)           \
  X(Bridge) X(Months) X(Traps) X(Decisions) X(Steerco) X(Reconciliation) X(Updates) X(Accountability)

#define CAT4_DECLARE(name) extern const ReportKind kReport##name;
CAT4_REPORTS(CAT4_DECLARE)
#undef CAT4_DECLARE

namespace {

const ReportKind* const kKinds[] = {
#define CAT4_POINTER(name) &kReport##name,
    CAT4_REPORTS(CAT4_POINTER)
#undef CAT4_POINTER
};

ReportProof Incomplete() {
  ReportProof proof;
  proof.state = ProofState::kIncomplete;
  return proof;
}

// How many measures stand in a stage or state that no decision put them in: all that can be said of files
// that nobody has signed.
std::size_t CountMisplaced(const Portfolio& portfolio) {
  if (!CanJudgeGates(portfolio)) return 0;
  Findings findings;
  JudgeGates(portfolio, {}, findings);
  std::set<std::string_view> misplaced;
  for (const Finding& finding : findings.all()) {
    if (finding.rule == RuleId::kStageMismatch)
      misplaced.insert(MeasureOfPath(portfolio.files.path(finding.span.file())));
  }
  return misplaced.size();
}

// What an audit of the revision says, relative to the trust root that it finds: the same on every machine.
// `landings`: filled with the commits that landed each decision, if it is not null.
ReportProof Prove(const Workspace& workspace, Environment& environment, bool quiet, Landings* landings) {
  if (!workspace.repository) {
    ReportProof proof;
    proof.errors = CountMisplaced(*workspace.portfolio);
    return proof;
  }
  Progress progress("audited", "steps", environment);
  AuditWish wish{.tip = workspace.revision, .as_of = workspace.as_of, .landings = landings != nullptr};
  if (!quiet) wish.progress = [&](std::size_t done, std::size_t all) { progress.Show(done, all); };
  // With objects of its own: what the history lacks is no fault of the tree that is reported on.
  Result<Repository> repository = Repository::OpenToRead(workspace.repository->top);
  if (!repository) return Incomplete();
  repository->prefix = workspace.repository->prefix;
  Result<Audit> audit = RunAudit(*repository, wish);
  progress.Clear();
  ReportProof proof;
  if (!audit) {
    proof.state = ProofState::kNoRegistry;
    return proof;
  }
  if (landings) *landings = std::move(*audit->state.landings);
  proof.errors = static_cast<std::size_t>(
      std::ranges::count(audit->findings, Severity::kError, &PlacedFinding::severity));
  proof.registry_version = audit->state.registry.in_force->version;
  proof.trust_root = audit->state.registry.trust_root;
  proof.state = audit->incomplete          ? ProofState::kIncomplete
                : proof.errors > 0         ? ProofState::kNotProven
                : proof.trust_root.empty() ? ProofState::kNoRegistry
                                           : ProofState::kProven;
  return proof;
}

// Everything that a report may look at, and what that points into.
struct Gathered {
  Workspace workspace;
  ReportHistory history;
  std::optional<LoadedSide> before;
  std::vector<LoadedSide> month_ends, days;
  ReportInput input;
};

class Gathering {
 public:
  Gathering(const ReportKind& kind, const ReportWish& wish, const Invocation& invocation,
            Environment& environment)
      : kind_(kind), wish_(wish), invocation_(invocation), environment_(environment) {}

  Result<void> Run(Gathered& all) {
    Result<Workspace> workspace = OpenWorkspace(invocation_, environment_, Wanted::kWhole);
    if (!workspace) return tl::unexpected(workspace.error());
    all.workspace = std::move(*workspace);
    for (const auto step : {&Gathering::TakeScope, &Gathering::TakePeriod, &Gathering::TakeHead,
                            &Gathering::TakeHistory, &Gathering::TakeDecisions}) {
      if (const Result<void> taken = (this->*step)(all); !taken) return taken;
    }
    return {};
  }

 private:
  Result<void> TakeScope(Gathered& all) {
    ReportInput& input = all.input;
    input.depth = wish_.depth;
    input.subject = wish_.subject;
    input.by = FindGroupField(wish_.by);
    if (wish_.node.empty()) return {};
    const Result<NodeReference> node = FindNode(all.workspace, wish_.node);
    if (!node) return tl::unexpected(node.error());
    input.top = node->container;
    input.only = node->measure;
    if (input.top && input.top->level == Level::kOrganization) input.top = nullptr;
    return {};
  }

  Result<void> TakePeriod(Gathered& all) {
    if (wish_.period.empty()) return {};
    all.input.period =
        ParsePeriod(wish_.period, all.workspace.portfolio->organization.fiscal_year_start_month());
    if (all.input.period) return {};
    return FailUsage(
        "'{}' is no value of '--period'; wanted a month, a fiscal year or a quarter of one, such as "
        "2026-09, FY27 or FY27-Q2",
        Printable(wish_.period));
  }

  Result<void> TakeHead(Gathered& all) {
    const Workspace& workspace = all.workspace;
    ReportInput& input = all.input;
    ReportHead& head = input.head;
    head.name = kind_.name;
    head.title = kind_.title;
    head.organization = TextOf(workspace.portfolio->organization.name);
    head.as_of = workspace.as_of;
    head.currency = *workspace.portfolio->organization.currency;
    head.revision = {invocation_.Value(kRevisionOption).value_or(""), workspace.revision};
    head.version = wish_.version.empty() ? std::string(kVersion) : wish_.version;
    head.period = wish_.period;
    head.by = wish_.by;
    head.subject = wish_.subject;
    if (input.top) {
      head.node = TextOf(input.top->id);
      head.node_name = TextOf(input.top->name);
    }
    if (input.only) {
      head.node = TextOf(input.only->measure->id);
      head.node_name = TextOf(input.only->measure->title);
    }
    input.now = {workspace.portfolio.get(), workspace.figures, workspace.as_of, head.revision};
    if (wish_.proof)
      head.proof =
          Prove(workspace, environment_, invocation_.Has("--quiet"), kind_.registered ? &landings_ : nullptr);
    return {};
  }

  Result<void> TakeBefore(Gathered& all) {
    const int start = all.workspace.portfolio->organization.fiscal_year_start_month();
    const Result<ComparedRevision> compared =
        wish_.compared ? ComparedRevision{*wish_.compared, wish_.compared_as_of}
                       : FindCompared(all.history, wish_.compare, all.workspace.as_of, start);
    if (!compared) return tl::unexpected(compared.error());
    all.input.head.compared = compared->revision;
    all.input.head.compared_as_of = compared->as_of;
    if (!kind_.before) return {};
    Result<LoadedSide> before = OpenSide(all.history, compared->revision, compared->as_of);
    if (!before) return tl::unexpected(before.error());
    all.before = std::move(*before);
    all.input.before = all.before->side();
    return {};
  }

  Result<void> TakeHistory(Gathered& all) {
    const bool compares = !wish_.compare.empty() || wish_.compared;
    if (!compares && kind_.month_ends == 0) return {};
    Result<ReportHistory> history = FindReportHistory(all.workspace);
    if (!history) return tl::unexpected(history.error());
    all.history = std::move(*history);
    if (compares) {
      if (const Result<void> taken = TakeBefore(all); !taken) return taken;
    }
    auto month_ends = OpenMonthEnds(all.history, all.workspace.as_of, kind_.month_ends, environment_);
    if (!month_ends) return tl::unexpected(month_ends.error());
    all.month_ends = std::move(month_ends->sides);
    all.input.head.not_looked_at = std::move(month_ends->unreadable);
    for (const LoadedSide& side : all.month_ends) all.input.history.push_back(side.side());
    if (all.month_ends.empty()) all.input.no_history = WhyNoMonthEnds(all.history, all.workspace.as_of);
    return kind_.days ? TakeDays(all) : Result<void>();
  }

  // Most days are those of a version that is there already. The newest come first, where they are too many.
  Result<void> TakeDays(Gathered& all) {
    std::vector<Date> days = kind_.days(all.input);
    std::ranges::sort(days, std::greater());
    for (const Date day : days) {
      const Result<std::optional<std::string>> commit = CommitAt(all.history, day);
      if (!commit) return tl::unexpected(commit.error());
      if (!*commit) continue;
      const LoadedSide* known = FindLoaded(all, **commit);
      if (!known && all.days.size() < kMostVersions) {
        Result<Result<LoadedSide>> side = TryOpenSide(all.history, {FormatDate(day), **commit}, day);
        if (!side) return tl::unexpected(side.error());
        if (*side) known = &all.days.emplace_back(std::move(**side));
      }
      if (!known) {
        all.input.head.not_looked_at.push_back(day);
        continue;
      }
      ReportSide side = known->side();
      side.as_of = day;
      side.revision.asked = FormatDate(day);
      all.input.days.push_back(std::move(side));
    }
    std::ranges::reverse(all.input.days);
    return {};
  }

  static const LoadedSide* FindLoaded(const Gathered& all, const std::string& commit) {
    for (const std::vector<LoadedSide>* sides : {&all.month_ends, &all.days}) {
      const auto found = std::ranges::find_if(
          *sides, [&](const LoadedSide& side) { return side.revision.commit == commit; });
      if (found != sides->end()) return &*found;
    }
    return nullptr;
  }

  Result<void> TakeDecisions(Gathered& all) {
    if (kind_.open) {
      Result<std::vector<OpenDecision>> open = FindOpenDecisions(all.workspace);
      if (!open) return tl::unexpected(open.error());
      all.input.open = std::move(*open);
    }
    if (kind_.registered) {
      Result<std::vector<RegisteredDecision>> registered = FindRegisteredDecisions(all.workspace, landings_);
      if (!registered) return tl::unexpected(registered.error());
      all.input.registered = std::move(*registered);
    }
    return {};
  }

  static constexpr std::size_t kMostVersions = 40;  // that are read for single days

  const ReportKind& kind_;
  const ReportWish& wish_;
  const Invocation& invocation_;
  Environment& environment_;
  Landings landings_;
};

// Makes the same report of the version that is compared with, and tells what changed since.
Result<void> Compare(const ReportKind& kind, const ReportWish& wish, const Invocation& invocation,
                     Environment& environment, Report& now) {
  ReportWish earlier = wish;
  earlier.compare.clear();
  earlier.compared.reset();
  earlier.node = now.head.node;              // by its id: its path may be another one's then
  earlier.period = now.head.period;          // of the report itself, where it chooses one by its day
  earlier.proof = earlier.document = false;  // nothing that is compared depends on them
  const Result<MadeReport> before = MakeReport(
      kind, earlier, AtRevision(invocation, now.head.compared->commit, now.head.compared_as_of), environment);
  const ReportRevision& revision = *now.head.compared;
  const std::string asked = Printable(revision.asked.empty() ? revision.commit : revision.asked);
  if (!before)
    return tl::unexpected(Failure{
        before.error().kind, fmt::format("{} can't be compared with: {}", asked, before.error().message)});
  if (before->report.head.currency != now.head.currency)
    return Fail("{} can't be compared with: amounts were in {} then, and are in {} now", asked,
                before->report.head.currency.code(), now.head.currency.code());
  for (const TableComparison& comparison : kind.comparisons) AddChanges(before->report, comparison, now);
  return {};
}

// "pipeline-digital-2026-10-31.md": what tells the reports apart that one directory may hold.
std::string NameOfFile(const ReportHead& head, const ReportFormat& format) {
  std::string name = head.name;
  const auto add = [&](std::string_view word, const std::string& part) {
    if (!part.empty()) name += fmt::format("-{}{}", word, part);
  };
  add("", head.subject);
  add("", head.node);
  add("", head.period);
  add("by-", head.by);
  add("since-", head.compared ? FormatDate(head.compared_as_of) : "");
  return fmt::format("{}-{}.{}", name, FormatDate(head.as_of), format.extension);
}

std::string FileIn(const std::string& start, const std::string& output, const ReportHead& head,
                   const ReportFormat& format) {
  std::error_code error;
  const bool directory =
      output.ends_with('/') || std::filesystem::is_directory(AbsolutePath(start, output), error);
  if (!directory) return output;
  return fmt::format("{}/{}", output.substr(0, output.find_last_not_of('/') + 1), NameOfFile(head, format));
}

}  // namespace

std::span<const ReportKind* const> ReportKinds() { return kKinds; }

const ReportKind* FindReportKind(std::string_view name) {
  const auto found = std::ranges::find_if(kKinds, [&](const ReportKind* kind) { return kind->name == name; });
  return found == std::end(kKinds) ? nullptr : *found;
}

Invocation AtRevision(const Invocation& invocation, const std::string& commit, Date as_of) {
  Invocation other;
  for (const auto& [name, value] : invocation.options) {
    if (name == "--directory" || name == "--quiet") other.options.emplace_back(name, value);
  }
  other.options.emplace_back(kRevisionOption, commit);
  other.options.emplace_back("--as-of", FormatDate(as_of));
  return other;
}

Result<MadeReport> MakeReport(const ReportKind& kind, const ReportWish& wish, const Invocation& invocation,
                              Environment& environment) {
  Gathered all;
  if (const Result<void> gathered = Gathering(kind, wish, invocation, environment).Run(all); !gathered)
    return tl::unexpected(gathered.error());
  Result<Report> report = kind.build(all.input);
  if (!report) return tl::unexpected(report.error());
  if (report->head.compared && !kind.comparisons.empty()) {
    if (const Result<void> compared = Compare(kind, wish, invocation, environment, *report); !compared)
      return tl::unexpected(compared.error());
  }
  MadeReport made{std::move(*report), {}, all.workspace.start, all.workspace.root};
  if (wish.document) made.json = kind.json ? kind.json(all.input, made.report) : ReportJson(made.report);
  return made;
}

Result<int> RunReport(const ReportKind& kind, const Invocation& invocation, Environment& environment,
                      const std::string& subject) {
  ReportWish wish{.node = invocation.Value("--node").value_or(""),
                  .period = invocation.Value("--period").value_or(""),
                  .by = invocation.Value("--by").value_or(""),
                  .compare = invocation.Value("--compare").value_or(""),
                  .subject = subject,
                  .depth = DepthOf(invocation)};
  const ReportFormat& format = *FindReportFormat(invocation.Value("--format").value_or("text"));
  wish.document = format.name == "json";
  const Result<MadeReport> made = MakeReport(kind, wish, invocation, environment);
  if (!made) return tl::unexpected(made.error());
  std::optional<std::string> output = invocation.Value("--output");
  if (output == "-") output.reset();
  const ReportStyle style{.width = output ? 0 : environment.terminal_width,
                          .glyphs = output ? Glyphs::kPlain : GlyphsOf(invocation, environment)};
  const std::string text = format.name == "json" ? made->json : format.write(made->report, style);
  if (!output) {
    environment.out.Write(text);
    return 0;
  }
  const std::string file = FileIn(made->start, *output, made->report.head, format);
  if (const Result<void> outside = CheckOutside(file, made->start, made->root); !outside)
    return tl::unexpected(outside.error());
  if (const Result<void> written = WriteOutputFile(made->start, file, text); !written)
    return tl::unexpected(written.error());
  // Who named a directory does not know the file's name.
  if (file != *output && !invocation.Has("--quiet"))
    environment.err.Write(fmt::format("wrote {}\n", Printable(file)));
  return 0;
}

}  // namespace cat4
