#include "cat4/report/status.h"

#include "cli/node_options.h"
#include "cli/output_file.h"
#include "cli/workspace.h"

namespace cat4 {
namespace {

constexpr std::string_view kFormats[] = {"text", "json"};
constexpr OptionSpec kOptions[] = {
    {.name = "--node",
     .letter = "",
     .value = "PATH",
     .about = "report on this node only: its path or its id"},
    kDepthOption,
    {.name = "--format",
     .letter = "",
     .value = "FORMAT",
     .about = "text (default) or json",
     .choices = kFormats},
    {.name = "--output",
     .letter = "-o",
     .value = "FILE",
     .about = "write into FILE instead of standard output"},
};
constexpr Example kExamples[] = {
    {"cat4 report status", "the whole organization as of today"},
    {"cat4 report status --as-of 2026-10-31 --format json -o status.json",
     "for another program, reproducible"},
    {"cat4 report status --node portfolios/digital --depth project", "one portfolio, down to its projects"},
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<Workspace> workspace = OpenWorkspace(invocation, environment, Wanted::kWhole);
  if (!workspace) return tl::unexpected(workspace.error());
  NodeReference node;
  if (const std::optional<std::string> given = invocation.Value("--node")) {
    const Result<NodeReference> found = FindNode(*workspace, *given);
    if (!found) return tl::unexpected(found.error());
    node = *found;
  }
  StatusReport report = BuildStatusReport(*workspace->portfolio, workspace->figures, workspace->as_of,
                                          node.container, node.measure);
  report.revision = workspace->revision;
  std::optional<std::string> file = invocation.Value("--output");
  if (file == "-") file.reset();
  const bool json = invocation.Value("--format") == "json";
  const Glyphs glyphs = file ? Glyphs::kPlain : GlyphsOf(invocation, environment);
  const std::size_t width = file ? 0 : environment.terminal_width;
  const std::string text = json ? StatusJson(report) : StatusText(report, DepthOf(invocation), width, glyphs);
  if (!file) {
    environment.out.Write(text);
    return 0;
  }
  const Result<void> outside = CheckOutside(*file, workspace->start, workspace->root);
  if (!outside) return tl::unexpected(outside.error());
  const Result<void> written = WriteOutputFile(workspace->start, *file, text);
  if (!written) return tl::unexpected(written.error());
  return 0;
}

}  // namespace

extern const Command kReportStatusCommand;
const Command kReportStatusCommand{.name = "report status",
                                   .summary = "print the dual-status report",
                                   .description =
                                       "Prints every node with its implementation status (is the work on "
                                       "track?) and its potential status (does\n"
                                       "the money arrive?), plan, expected, actual, confirmed and the gap to "
                                       "its target, then traps, decisions due\n"
                                       "and stalled measures. Amounts are whole currency units in text and "
                                       "exact in JSON. Refused where a file\n"
                                       "can't be read or a rate is missing, because the sums would be wrong.",
                                   .arguments = {},
                                   .options = kOptions,
                                   .examples = kExamples,
                                   .run = &Run,
                                   .takes_revision = true};

}  // namespace cat4
