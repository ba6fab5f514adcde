#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/check/check_tree.h"
#include "cat4/report/findings.h"

#include "cli/command.h"
#include "cli/opened_tree.h"
#include "cli/output_file.h"
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
     .about = "text (default) or json, on standard output or into FILE; may be given several times",
     .repeatable = true},
};
constexpr Example kExamples[] = {
    {"cat4 check", "every rule over the tree that the working directory lies in"},
    {"cat4 check --fail-on warning --format text --format json=findings.json", "for a pull request"},
    {"cat4 check portfolios/digital --as-of 2026-10-31", "one portfolio, judged as of a day"},
};

struct Format {
  std::string name;
  std::optional<std::string> file;
};

Result<std::vector<Format>> ParseFormats(const Invocation& invocation) {
  std::vector<Format> formats;
  std::size_t to_stdout = 0;
  for (const std::string& value : invocation.Values("--format")) {
    const std::size_t equals = value.find('=');
    Format format{value.substr(0, equals), std::nullopt};
    if (equals != std::string::npos) format.file = value.substr(equals + 1);
    if (format.name != "text" && format.name != "json") {
      return FailUsage("'{}' is no format; wanted text or json", Printable(format.name));
    }
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
  if (formats.empty()) formats.push_back({"text", std::nullopt});
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

bool Fails(const std::vector<Finding>& findings, const std::string& fail_on) {
  if (fail_on == "never") return false;
  const Severity limit = *ParseSeverity(fail_on);
  return std::ranges::any_of(findings, [&](const Finding& finding) { return finding.severity >= limit; });
}

Result<void> WriteReport(const FindingsReport& report, const Format& format, const Invocation& invocation,
                         const std::string& start, Environment& environment) {
  const bool rich = !format.file && IsRich(invocation, environment);
  const bool terminal = !format.file && environment.out_is_terminal;
  const TextStyle style = rich ? TextStyle::kColor : terminal ? TextStyle::kSource : TextStyle::kPlain;
  const std::string text = format.name == "json" ? FindingsJson(report) : FindingsText(report, style);
  if (format.file) return WriteOutputFile(start, *format.file, text);
  environment.out.Write(text);
  return {};
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<std::vector<Format>> formats = ParseFormats(invocation);
  if (!formats) return tl::unexpected(formats.error());
  const Result<Date> as_of = AsOf(invocation, environment);
  if (!as_of) return tl::unexpected(as_of.error());
  const Result<OpenedTree> tree = OpenTree(invocation, environment);
  if (!tree) return tl::unexpected(tree.error());
  const std::string& start = tree->start;
  for (const Format& format : *formats) {
    const Result<void> outside = format.file ? CheckOutside(*format.file, start, tree->root) : Result<void>();
    if (!outside) return tl::unexpected(outside.error());
  }
  Checked checked = CheckTree(*tree->source, *as_of);
  if (const Result<void> complete = tree->CheckComplete(); !complete) return tl::unexpected(complete.error());
  if (const Result<void> kept = KeepPaths(invocation, *tree, checked); !kept)
    return tl::unexpected(kept.error());
  const FindingsReport report{*checked.portfolio, *tree->source,   checked.findings, tree->root, *as_of,
                              checked.waived,     checked.skipped, checked.failures};
  for (const Format& format : *formats) {
    const Result<void> written = WriteReport(report, format, invocation, start, environment);
    if (!written) return tl::unexpected(written.error());
  }
  for (const Failure& failure : checked.failures)
    environment.err.Write(fmt::format("cat4: {}\n", failure.message));
  if (!invocation.Has("--quiet")) environment.err.Write(FindingsSummary(report));
  if (!checked.failures.empty()) return 3;
  return Fails(checked.findings, invocation.Value("--fail-on").value_or("error")) ? 1 : 0;
}

}  // namespace

extern const Command kCheckCommand;
const Command kCheckCommand{
    .name = "check",
    .summary = "judge the tree by every rule",
    .description =
        "Reads every file, judges it by every rule and prints what it finds, sorted by place. Never changes\n"
        "a file. On a terminal each finding comes with its source line and a remedy; 'cat4 explain RULE'\n"
        "says more. Signatures are not verified by this command.",
    .arguments = kArguments,
    .options = kOptions,
    .examples = kExamples,
    .run = &Run,
    .takes_revision = true};

}  // namespace cat4
