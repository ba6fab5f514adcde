#include <algorithm>

#include "cat4/audit/measure_history.h"
#include "cat4/audit/registry_line.h"
#include "cat4/git/object_store.h"
#include "cat4/governance/landed_decisions.h"
#include "cat4/governance/person_keys.h"
#include "cat4/governance/proof.h"
#include "cat4/governance/statement.h"
#include "cat4/report/measure_log.h"

#include "cli/command.h"
#include "cli/measure_selection.h"
#include "cli/workspace.h"

namespace cat4 {
namespace {

constexpr std::string_view kFormats[] = {"text", "json"};
constexpr ArgumentSpec kArguments[] = {{.name = "ID",
                                        .about = "a measure: its id or its path",
                                        .min = 1,
                                        .max = 1,
                                        .kind = ValueKind::kMeasure}};
constexpr OptionSpec kOptions[] = {
    {.name = "--format",
     .letter = "",
     .value = "FORMAT",
     .about = "text (default) or json",
     .choices = kFormats},
};
constexpr Example kExamples[] = {
    {"cat4 log INV-7K3Q", "who decided what, and how that is proven"},
    {"cat4 log INV-7K3Q --rev v2026-10 --format json", "as of a revision, for another program"},
};

// The history that the tree stands in; no repository where there is none, or nothing is committed.
struct History {
  std::optional<Repository> repository;
  std::string tip;
  std::shared_ptr<const RatifiedRegistry> registry = std::make_shared<RatifiedRegistry>();
};

Result<History> FindHistory(const Workspace& workspace) {
  History history;
  if (workspace.repository) {
    history.repository = workspace.repository;
    history.tip = workspace.revision;
  } else {
    const Result<bool> in_repository = IsInRepository(workspace.root);
    if (!in_repository) return tl::unexpected(in_repository.error());
    if (!*in_repository) return history;
    Result<Repository> repository = Repository::Open(workspace.root);
    if (!repository) return tl::unexpected(repository.error());
    const Result<Head> head = repository->ReadHead();
    if (!head) return tl::unexpected(head.error());
    history.tip = head->commit;
    history.repository = std::move(*repository);
  }
  if (history.tip.empty()) return History();
  Result<RegistryState> registry = FindRegistry(*history.repository, history.tip);
  if (!registry) return tl::unexpected(registry.error());
  history.registry = std::move(registry->in_force);
  if (history.registry->version == 0) return History();
  return history;
}

void Prove(const Portfolio& keys, const Portfolio& portfolio, const Measure& measure, LogEntry& entry) {
  const Proof proof =
      ProveStatement(keys, entry.decision->by->view(), StatementText(portfolio, measure, *entry.decision),
                     entry.decision->signature->view());
  entry.proven = proof.proven;
  entry.why = proof.why;
  entry.key = proof.fingerprint;
  if (proof.key) entry.key_status = StatusOf(*proof.key);
}

void TakeOrigin(const std::map<std::string, DecisionOrigin>& origins, LogEntry& entry) {
  const auto found = origins.find(entry.statement);
  if (found == origins.end()) return;
  const DecisionOrigin& origin = found->second;
  entry.landed = origin.landed;
  entry.landed_by = origin.author.name;
  entry.landed_on = FormatDate(std::chrono::floor<std::chrono::days>(
      std::chrono::sys_seconds(std::chrono::seconds(origin.author.seconds))));
  entry.recorded = origin.recorded;
  entry.recorder = origin.recorder;
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<Workspace> workspace = OpenWorkspace(invocation, environment, Wanted::kParts);
  if (!workspace) return tl::unexpected(workspace.error());
  const Portfolio& portfolio = *workspace->portfolio;
  if (!portfolio.readable.organization)
    return Fail("organization.yaml can't be read, and statements name its id; 'cat4 check' says why");
  const Result<const MeasureFigures*> figures = FindMeasure(*workspace, invocation.arguments.front());
  if (!figures) return tl::unexpected(figures.error());
  const Measure& measure = *(*figures)->measure;
  const Result<History> history = FindHistory(*workspace);
  if (!history) return tl::unexpected(history.error());
  ResultOr<std::map<std::string, DecisionOrigin>, HistoryFault> origins;
  if (history->repository)
    origins =
        FindOrigins(*history->repository, history->tip, std::string(measure.id->view()), *history->registry);
  if (!origins)
    return Fail("{}; {}", origins.error().message,
                history->repository->IsShallow()
                    ? "this clone is shallow: 'git fetch --unshallow' brings the rest"
                    : "fetch the whole history: 'git fetch'");
  MeasureLog log{.measure = std::string(measure.id->view()),
                 .title = std::string(measure.title->view()),
                 .tip = history->tip,
                 .registry = history->registry->version,
                 .entries = {}};
  const Portfolio& keys = history->registry->portfolio ? *history->registry->portfolio : portfolio;
  for (const NamedDecision& named : DecisionsOf(portfolio, measure)) {
    LogEntry& entry = log.entries.emplace_back();
    entry.number = log.entries.size();
    entry.decision = named.decision;
    entry.statement = named.digest;
    entry.open = entry.number > measure.decisions.size();
    Prove(keys, portfolio, measure, entry);
    TakeOrigin(*origins, entry);
  }
  environment.out.Write(invocation.Value("--format") == "json" ? MeasureLogJson(log) : MeasureLogText(log));
  return std::ranges::all_of(log.entries, &LogEntry::proven) ? 0 : 1;
}

}  // namespace

extern const Command kLogCommand;
const Command kLogCommand{
    .name = "log",
    .summary = "a measure's decisions, and how each is proven",
    .description =
        "Lists the decisions of a measure, numbered as 'cat4 decision export' has them, open approvals "
        "last:\n"
        "who decided what, the digest of the statement, the key that signed it, the commit of the main line\n"
        "that landed it, and the signed commit that recorded it. Keys are those of the registry in force.\n"
        "Exit 1 if one is not proven. Whether each was allowed at the time, 'cat4 audit' judges.",
    .arguments = kArguments,
    .options = kOptions,
    .examples = kExamples,
    .run = &Run,
    .takes_revision = true,
    .pages = true};

}  // namespace cat4
