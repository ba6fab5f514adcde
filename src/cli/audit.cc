#include "cat4/audit/audit.h"

#include "cat4/base/text.h"
#include "cat4/report/findings.h"

#include "cli/checkpoint_file.h"
#include "cli/command.h"
#include "cli/findings_output.h"
#include "cli/opened_tree.h"
#include "cli/progress.h"
#include "cli/workspace.h"

namespace cat4 {
namespace {

constexpr ArgumentSpec kArguments[] = {
    {.name = "REV",
     .about = "the commit to audit up to (default HEAD)",
     .min = 0,
     .max = 1,
     .kind = ValueKind::kRevision},
};
constexpr OptionSpec kOptions[] = {
    {.name = "--since",
     .letter = "",
     .value = "REV",
     .about = "show what landed behind this commit only; all is judged",
     .kind = ValueKind::kRevision},
    {.name = "--trust-root",
     .letter = "",
     .value = "DIGEST[@COMMIT]",
     .about = "the trust root, and a commit of the main line, as you were given them (default: "
              "$CAT4_TRUST_ROOT, then your git config cat4.trustRoot)"},
    {.name = "--require-pin", .letter = "", .value = "", .about = "exit 3 where no trust root was given"},
    {.name = "--no-checkpoint",
     .letter = "",
     .value = "",
     .about = "begin at the beginning, and leave nothing for the next audit"},
    kFindingsFormatOption,
};
constexpr Example kExamples[] = {
    {"cat4 audit", "prove every decision on the way to HEAD"},
    {"cat4 audit origin/main --trust-root sha256:4f7d…@80a3… --require-pin", "as an auditor does"},
    {"cat4 audit --format json --no-checkpoint", "every night"},
};

// What was given out of band, by whom it may be given: the command line, the environment, the user's git.
Result<std::optional<TrustPin>> FindPin(const Invocation& invocation, const Environment& environment,
                                        const Repository& repository) {
  std::optional<std::string> given = invocation.Value("--trust-root");
  if (!given && !environment.trust_root.empty()) given = environment.trust_root;
  if (!given) given = repository.UserConfig("cat4.trustRoot");
  if (!given) return std::nullopt;
  Result<TrustPin> pin = ParsePin(*given);
  if (!pin) return tl::unexpected(pin.error());
  return std::move(*pin);
}

Result<std::string> FindCommit(const Repository& repository, const std::string& revision) {
  if (std::optional<std::string> commit = repository.FindCommit(revision)) return std::move(*commit);
  return Fail("'{}' names no commit that is here", Printable(revision));
}

FindingsReport ReportOf(const Audit& audit, const AuditWish& wish, const OpenedTree& tree) {
  const AuditState& state = audit.state;
  FindingsReport report = EmptyReport("audit", wish.as_of);
  report.findings = audit.findings;
  report.root = tree.root;
  report.prefix = tree.repository->prefix;
  report.files = audit.files;
  report.measures = audit.measures;
  report.audit = {.tip = audit.tip,
                  .steps = audit.steps,
                  .decisions = state.decisions,
                  .trust_root = state.registry.trust_root,
                  .pinned = wish.pin.has_value(),
                  .pinned_commit = wish.pin && !wish.pin->commit.empty(),
                  .registry_version = state.registry.in_force->version,
                  .from_checkpoint = audit.from_checkpoint,
                  .complete = !audit.incomplete};
  return report;
}

Result<AuditWish> WishOf(const Invocation& invocation, const Environment& environment,
                         const OpenedTree& tree) {
  const Result<Date> as_of = AsOf(invocation, environment);
  if (!as_of) return tl::unexpected(as_of.error());
  AuditWish wish{.tip = tree.revision, .as_of = *as_of};
  if (const auto since = invocation.Value("--since")) {
    Result<std::string> commit = FindCommit(*tree.repository, *since);
    if (!commit) return tl::unexpected(commit.error());
    wish.since = std::move(*commit);
  }
  Result<std::optional<TrustPin>> pin = FindPin(invocation, environment, *tree.repository);
  if (!pin) return tl::unexpected(pin.error());
  wish.pin = std::move(*pin);
  if (!wish.pin && invocation.Has("--require-pin"))
    return Fail(
        "no trust root was given; name it with --trust-root, CAT4_TRUST_ROOT or git config --global "
        "cat4.trustRoot");
  return wish;
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<FindingsOutput> output = FindingsOutput::Of(invocation, environment);
  if (!output) return tl::unexpected(output.error());
  const std::string revision = invocation.arguments.empty() ? "HEAD" : invocation.arguments.front();
  const Result<OpenedTree> tree = OpenTreeToJudge(invocation, environment, revision);
  if (!tree) return tl::unexpected(tree.error());
  if (const Result<void> outside = output->CheckOutside(tree->start, tree->root); !outside)
    return tl::unexpected(outside.error());
  Result<AuditWish> wish = WishOf(invocation, environment, *tree);
  if (!wish) return tl::unexpected(wish.error());
  const CheckpointFile file =
      invocation.Has("--no-checkpoint")
          ? CheckpointFile()
          : FindCheckpointFile(environment, *tree->repository, revision, tree->revision);
  wish->checkpoint = file.Read();
  Progress progress("audited", "steps", environment);
  if (!invocation.Has("--quiet"))
    wish->progress = [&](std::size_t done, std::size_t all) { progress.Show(done, all); };
  const Result<Audit> audit = RunAudit(*tree->repository, *wish);
  progress.Clear();
  if (!audit) return tl::unexpected(audit.error());
  const FindingsReport report = ReportOf(*audit, *wish, *tree);
  if (const Result<void> written = output->Write(report, invocation, tree->start, environment); !written)
    return tl::unexpected(written.error());
  if (!invocation.Has("--quiet")) environment.err.Write(FindingsSummary(report));
  const Result<void> left = audit->checkpoint ? file.Write(*audit->checkpoint) : Result<void>();
  if (!left) environment.err.Write(fmt::format("cat4: no checkpoint is left: {}\n", left.error().message));
  if (audit->incomplete) return 3;
  return CountSeverities(report.findings).errors > 0 ? 1 : 0;
}

}  // namespace

extern const Command kAuditCommand;
const Command kAuditCommand{
    .name = "audit",
    .summary = "prove every decision from the history, and find what is not as it was decided",
    .description =
        "Folds over the main line, the chain of first parents from the first commit with registry.yaml: "
        "each\n"
        "step is judged by the registry and the people before it, from git's raw objects. Nothing that was\n"
        "decided, confirmed or ratified counts without the signature of whoever may. Text says for each "
        "finding\n"
        "where it landed, what was found and wanted, and what to do; the last lines say what was proven, "
        "and\n"
        "relative to which trust root.\n"
        "\n"
        "Without errors a checkpoint is left in your state directory, from which the next audit goes on, "
        "and\n"
        "which exposes a main line that was rolled back. Exit 1 on errors, 3 where the history is "
        "incomplete.",
    .arguments = kArguments,
    .options = kOptions,
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
