#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/check/check_tree.h"
#include "cat4/report/findings.h"
#include "cat4/rules/rule_text.h"

#include "cli/command.h"
#include "cli/opened_tree.h"
#include "cli/output_file.h"
#include "cli/repository_prefix.h"
#include "cli/version.h"
#include "cli/workspace.h"

namespace cat4 {
namespace {

constexpr std::string_view kFailOn[] = {"error", "warning", "note", "never"};

constexpr ArgumentSpec kArguments[] = {
    {.name = "PATH", .about = "show findings in these files and directories only", .min = 0, .max = 10'000},
};
constexpr OptionSpec kOptions[] = {
    {.name = "--fail-on",
     .letter = "",
     .value = "SEVERITY",
     .about = "exit 1 from this severity on: error (default), warning, note or never",
     .choices = kFailOn},
    {.name = "--format",
     .letter = "",
     .value = "F[=FILE]",
     .about = "text (default), json, sarif, github, gitlab or junit, on standard output or into FILE; may be "
              "given several times",
     .repeatable = true},
};
constexpr Example kExamples[] = {
    {"cat4 check", "every rule over the tree that the working directory lies in"},
    {"cat4 check --fail-on warning --format text --format json=findings.json", "for a pull request"},
    {"cat4 check --format github --format sarif=cat4.sarif", "annotations and code scanning on GitHub"},
    {"cat4 check --format text --format gitlab=gl-code-quality.json --format junit=junit.xml",
     "reports on GitLab"},
    {"cat4 check portfolios/digital --as-of 2026-10-31", "one portfolio, judged as of a day"},
};

struct Format {
  const FindingsFormat* writer = nullptr;
  std::optional<std::string> file;
};

Result<const FindingsFormat*> GetFormat(std::string_view name) {
  if (const FindingsFormat* const format = FindFindingsFormat(name)) return format;
  std::vector<std::string_view> names;
  for (const FindingsFormat& format : FindingsFormats()) names.push_back(format.name);
  const std::string_view last = names.back();
  names.pop_back();
  return FailUsage("'{}' is no format; wanted {} or {}", Printable(name), Join(names, ", "), last);
}

Result<std::vector<Format>> ParseFormats(const Invocation& invocation) {
  std::vector<Format> formats;
  std::size_t to_stdout = 0;
  for (const std::string& value : invocation.Values("--format")) {
    const std::size_t equals = value.find('=');
    const Result<const FindingsFormat*> writer = GetFormat(value.substr(0, equals));
    if (!writer) return tl::unexpected(writer.error());
    Format format{*writer, std::nullopt};
    if (equals != std::string::npos) format.file = value.substr(equals + 1);
    if (format.file && format.file->empty())
      return FailUsage("'--format {}' names no file", Printable(value));
    if (!format.file && ++to_stdout > 1) {
      return FailUsage(
          "only one format can go to standard output; name files for the others, as in json=FILE");
    }
    const bool taken = format.file && std::ranges::find(formats, format.file, &Format::file) != formats.end();
    if (taken) return FailUsage("two formats go to '{}'; wanted a file for each", Printable(*format.file));
    formats.push_back(std::move(format));
  }
  if (formats.empty()) formats.push_back({FindFindingsFormat("text"), std::nullopt});
  return formats;
}

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
  return report.fail_on && std::ranges::any_of(report.findings, [&](const Finding& finding) {
           return finding.severity >= *report.fail_on;
         });
}

RuleHelp HelpOfRule(RuleId rule) {
  const RuleText& text = TextOf(rule);
  return {text.summary, text.explanation, text.bad, text.good};
}

Result<void> WriteReport(const FindingsReport& report, const Format& format, const Invocation& invocation,
                         const std::string& start, Environment& environment) {
  const bool rich = !format.file && IsRich(invocation, environment);
  const bool terminal = !format.file && environment.out_is_terminal;
  const TextStyle style = rich ? TextStyle::kColor : terminal ? TextStyle::kSource : TextStyle::kPlain;
  const std::string text = format.writer->write(report, style);
  if (format.file) return WriteOutputFile(start, *format.file, text);
  environment.out.Write(text);
  return {};
}

// The files that this run writes: those named, and the one that GitHub shows on the run's page if the run is
// one of GitHub's.
Result<void> CheckFiles(const std::vector<Format>& formats, const std::optional<std::string>& summary,
                        const OpenedTree& tree) {
  std::vector<std::string> files;
  for (const Format& format : formats) {
    if (format.file) files.push_back(*format.file);
  }
  if (summary) files.push_back(*summary);
  for (const std::string& file : files) {
    const Result<void> outside = CheckOutside(file, tree.start, tree.root);
    if (!outside) return outside;
  }
  return {};
}

std::optional<std::string> SummaryFile(const std::vector<Format>& formats, const Environment& environment) {
  const FindingsFormat* const github = FindFindingsFormat("github");
  const bool asked = std::ranges::find(formats, github, &Format::writer) != formats.end();
  if (!asked || environment.step_summary.empty()) return std::nullopt;
  return environment.step_summary;
}

// Where the tree lies in its repository; of a revision git has said it.
std::string PrefixOf(const OpenedTree& tree) {
  return tree.repository ? tree.repository->prefix : RepositoryPrefix(tree.root);
}

Result<void> WriteReports(const FindingsReport& report, const std::vector<Format>& formats,
                          const std::optional<std::string>& summary, const Invocation& invocation,
                          const std::string& start, Environment& environment) {
  for (const Format& format : formats) {
    const Result<void> written = WriteReport(report, format, invocation, start, environment);
    if (!written) return written;
  }
  return summary ? AppendOutputFile(start, *summary, FindingsMarkdown(report)) : Result<void>();
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<std::vector<Format>> formats = ParseFormats(invocation);
  if (!formats) return tl::unexpected(formats.error());
  const Result<Date> as_of = AsOf(invocation, environment);
  if (!as_of) return tl::unexpected(as_of.error());
  const Result<OpenedTree> tree = OpenTree(invocation, environment);
  if (!tree) return tl::unexpected(tree.error());
  const std::optional<std::string> summary = SummaryFile(*formats, environment);
  if (const Result<void> outside = CheckFiles(*formats, summary, *tree); !outside)
    return tl::unexpected(outside.error());
  Checked checked = CheckTree(*tree->source, *as_of);
  if (const Result<void> complete = tree->CheckComplete(); !complete) return tl::unexpected(complete.error());
  if (const Result<void> kept = KeepPaths(invocation, *tree, checked); !kept)
    return tl::unexpected(kept.error());
  const FindingsReport report{.portfolio = *checked.portfolio,
                              .source = *tree->source,
                              .findings = checked.findings,
                              .root = tree->root,
                              .as_of = *as_of,
                              .waived = checked.waived,
                              .skipped = checked.skipped,
                              .failures = checked.failures,
                              .prefix = PrefixOf(*tree),
                              .fail_on = FailOn(invocation),
                              .version = kVersion,
                              .help_of = &HelpOfRule};
  const Result<void> written = WriteReports(report, *formats, summary, invocation, tree->start, environment);
  if (!written) return tl::unexpected(written.error());
  for (const Failure& failure : checked.failures)
    environment.err.Write(fmt::format("cat4: {}\n", failure.message));
  if (!invocation.Has("--quiet")) environment.err.Write(FindingsSummary(report));
  if (!checked.failures.empty()) return 3;
  return Fails(report) ? 1 : 0;
}

}  // namespace

extern const Command kCheckCommand;
const Command kCheckCommand{
    .name = "check",
    .summary = "judge the tree by every rule",
    .description =
        "Reads every file, judges it by every rule and prints what it finds, sorted by place. Never changes\n"
        "a file. On a terminal each finding comes with its source line and a remedy; 'cat4 explain RULE'\n"
        "says more. Signatures are not verified by this command.\n"
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
