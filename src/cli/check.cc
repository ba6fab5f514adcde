#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/check/check_tree.h"
#include "cat4/check/place_findings.h"
#include "cat4/report/findings.h"

#include "cli/check_base.h"
#include "cli/command.h"
#include "cli/findings_output.h"
#include "cli/opened_tree.h"
#include "cli/repository_prefix.h"
#include "cli/workspace.h"

namespace cat4 {
namespace {

constexpr std::string_view kFailOn[] = {"error", "warning", "note", "never"};

constexpr ArgumentSpec kArguments[] = {
    {.name = "PATH",
     .about = "show findings in these files and directories only",
     .min = 0,
     .max = 10'000,
     .kind = ValueKind::kFile},
};
constexpr OptionSpec kOptions[] = {
    {.name = "--fail-on",
     .letter = "",
     .value = "SEVERITY",
     .about = "exit 1 from this severity on: error (default), warning, note or never",
     .choices = kFailOn},
    {.name = "--base",
     .letter = "",
     .value = "REV",
     .about = "judge what --rev (default HEAD) would land on this commit, decisions and signatures too",
     .kind = ValueKind::kRevision},
    {.name = "--all", .letter = "", .value = "", .about = "with --base: count what was there before, too"},
    kFindingsFormatOption,
};
constexpr Example kExamples[] = {
    {"cat4 check", "every rule over the tree that the working directory lies in"},
    {"cat4 check --fail-on warning --format text --format json=findings.json", "for a pull request"},
    {"cat4 check --format github --format sarif=cat4.sarif", "annotations and code scanning on GitHub"},
    {"cat4 check --format text --format gitlab=gl-code-quality.json --format junit=junit.xml",
     "reports on GitLab"},
    {"cat4 check --base origin/main", "a branch, as a pull request's check does"},
    {"cat4 check portfolios/digital --as-of 2026-10-31", "one portfolio, judged as of a day"},
};

bool Exists(const Source& source, const std::string& path) {
  if (path.empty()) return true;
  const std::size_t slash = path.rfind('/');
  const Result<std::vector<SourceEntry>> entries =
      source.List(slash == std::string::npos ? std::string() : path.substr(0, slash));
  return entries && std::ranges::find(*entries, path.substr(slash + 1), &SourceEntry::name) != entries->end();
}

// Keeps the findings below the given paths.
Result<void> KeepPaths(const Invocation& invocation, const OpenedTree& tree, Checked& checked) {
  std::vector<std::string> kept;
  for (const std::string& path : invocation.arguments) {
    Result<std::string> inside = PathInRoot(path, tree.start, tree.root);
    if (!inside) return tl::unexpected(inside.error());
    if (!Exists(*tree.source, *inside)) return FailUsage("there is no '{}'", Printable(path));
    kept.push_back(std::move(*inside));
  }
  if (kept.empty()) return {};
  const auto below = [](std::string_view path, std::string_view directory) {
    return directory.empty() || path == directory ||
           (path.starts_with(directory) && path.substr(directory.size()).starts_with('/'));
  };
  std::erase_if(checked.findings, [&](const Finding& finding) {
    const std::string& path = checked.portfolio->files.path(finding.span.file());
    return std::ranges::none_of(kept, [&](const std::string& directory) { return below(path, directory); });
  });
  return {};
}

// Nothing: no finding fails the run.
std::optional<Severity> FailOn(const Invocation& invocation) {
  return ParseSeverity(invocation.Value("--fail-on").value_or("error"));
}

bool Fails(const FindingsReport& report) {
  return report.fail_on && std::ranges::any_of(report.findings, [&](const PlacedFinding& finding) {
           return !finding.known && finding.severity >= *report.fail_on;
         });
}

// Files of the root that could not be read as what they are; rules that need them were skipped.
std::vector<std::string_view> UnreadableFiles(const Portfolio& portfolio) {
  std::vector<std::string_view> names;
  if (!portfolio.readable.organization) names.emplace_back("organization.yaml");
  if (!portfolio.readable.policy) names.emplace_back("policy.yaml");
  if (!portfolio.readable.rates) names.emplace_back("rates.yaml");
  if (!portfolio.readable.waivers) names.emplace_back("waivers.yaml");
  return names;
}

void AddChecked(FindingsReport& report, const Checked& checked, const OpenedTree& tree) {
  const Portfolio& portfolio = *checked.portfolio;
  report.findings = PlaceFindings(checked.findings, *tree.source, portfolio.files);
  report.root = tree.root;
  report.prefix = PrefixOf(tree);
  report.files = portfolio.files_read;
  report.measures = portfolio.measures.size();
  report.waived = checked.waived;
  report.skipped = checked.skipped;
  report.off = checked.off;
  report.unreadable = UnreadableFiles(portfolio);
  report.failures = checked.failures;
}

// Without a tree there is nothing to judge, which the documents say; what stands where the tree was looked
// for is as safe from being written over as the tree's files are.
tl::unexpected<Failure> Unable(const Failure& failure, FindingsReport report, const FindingsOutput& output,
                               const Invocation& invocation, Environment& environment) {
  const std::string start = StartDirectory(invocation, environment);
  report.root = start;
  report.prefix = RepositoryPrefix(start);
  report.failures.push_back(failure);
  const bool unable = failure.kind == FailureKind::kUnable;
  if (unable && output.CheckOutside(start, start))
    output.WriteFailure(report, invocation, start, environment);
  return tl::unexpected(failure);
}

// An object of the revision that is missing is a file that can't be read.
void AddMissing(const OpenedTree& tree, std::vector<Failure>& failures) {
  const Result<void> complete = tree.CheckComplete();
  if (complete) return;
  const std::string& message = complete.error().message;
  if (std::ranges::find(failures, message, &Failure::message) == failures.end())
    failures.push_back(complete.error());
}

Result<int> Finish(const FindingsReport& report, bool incomplete, const Invocation& invocation,
                   Environment& environment) {
  for (const Failure& failure : report.failures)
    environment.err.Write(fmt::format("cat4: {}\n", failure.message));
  if (!invocation.Has("--quiet")) environment.err.Write(FindingsSummary(report));
  if (incomplete || !report.failures.empty()) return 3;
  return Fails(report) ? 1 : 0;
}

Result<int> RunAgainst(const std::string& base, const FindingsOutput& output, const Invocation& invocation,
                       Environment& environment, Date as_of) {
  if (!invocation.arguments.empty()) return FailUsage("--base judges the whole tree: name no PATH with it");
  const Known known = invocation.Has("--all") ? Known::kCounted : Known::kShown;
  Result<BaseCheck> check = CheckAgainst(base, known, invocation, environment, as_of);
  if (!check) {
    FindingsReport report = EmptyReport("check", as_of);
    report.fail_on = FailOn(invocation);
    return Unable(check.error(), std::move(report), output, invocation, environment);
  }
  check->report.fail_on = FailOn(invocation);
  if (const Result<void> outside = output.CheckOutside(check->start, check->report.root); !outside)
    return tl::unexpected(outside.error());
  const Result<void> written = output.Write(check->report, invocation, check->start, environment);
  if (!written) return tl::unexpected(written.error());
  for (const std::string& remark : check->remarks) environment.err.Write(fmt::format("cat4: {}\n", remark));
  return Finish(check->report, check->incomplete, invocation, environment);
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<FindingsOutput> output = FindingsOutput::Of(invocation, environment);
  if (!output) return tl::unexpected(output.error());
  const Result<Date> as_of = AsOf(invocation, environment);
  if (!as_of) return tl::unexpected(as_of.error());
  if (const std::optional<std::string> base = invocation.Value("--base"))
    return RunAgainst(*base, *output, invocation, environment, *as_of);
  if (invocation.Has("--all")) return FailUsage("--all is for --base");
  FindingsReport report = EmptyReport("check", *as_of);
  report.fail_on = FailOn(invocation);
  const Result<OpenedTree> tree = OpenTree(invocation, environment);
  if (!tree) return Unable(tree.error(), std::move(report), *output, invocation, environment);
  if (const Result<void> outside = output->CheckOutside(tree->start, tree->root); !outside)
    return tl::unexpected(outside.error());
  Checked checked = CheckTree(*tree->source, *as_of);
  AddMissing(*tree, checked.failures);
  if (const Result<void> kept = KeepPaths(invocation, *tree, checked); !kept)
    return tl::unexpected(kept.error());
  AddChecked(report, checked, *tree);
  const Result<void> written = output->Write(report, invocation, tree->start, environment);
  if (!written) return tl::unexpected(written.error());
  return Finish(report, false, invocation, environment);
}

}  // namespace

extern const Command kCheckCommand;
const Command kCheckCommand{
    .name = "check",
    .summary = "judge the tree by every rule",
    .description =
        "Reads every file, judges it by every rule and prints what it finds, sorted by place. Never changes\n"
        "a file. On a terminal each finding comes with its source line and a remedy; 'cat4 explain RULE'\n"
        "says more. Signatures are verified with --base only: it judges what would land on that commit as "
        "one\n"
        "step, as the audit will, merged with it where it has moved on; what was there before is shown and\n"
        "does not count, and severities and waivers are those of the base.\n"
        "\n"
        "Formats for other programs: json; sarif, 2.1.0, for code scanning; github, annotations of a "
        "workflow's\n"
        "step, at most 10 of a kind, and a summary into the file that GITHUB_STEP_SUMMARY names; gitlab, a "
        "report\n"
        "on code quality; junit, a test for each rule and file, which fails if --fail-on says so. In sarif,\n"
        "github, gitlab and junit paths start at the top of the repository; fingerprints don't depend on "
        "lines.",
    .arguments = kArguments,
    .options = kOptions,
    .examples = kExamples,
    .run = &Run,
    .takes_revision = true};

}  // namespace cat4
