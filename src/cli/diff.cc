#include "cat4/report/diff.h"

#include "cat4/model/rollup.h"

#include "cli/command.h"
#include "cli/opened_tree.h"
#include "cli/workspace.h"

namespace cat4 {
namespace {

constexpr std::string_view kFormats[] = {"text", "json"};
constexpr ArgumentSpec kArguments[] = {
    {.name = "A", .about = "the revision to begin with", .min = 1, .max = 1, .kind = ValueKind::kRevision},
    {.name = "B",
     .about = "the one to end with (default: the files here)",
     .min = 0,
     .max = 1,
     .kind = ValueKind::kRevision},
};
constexpr OptionSpec kOptions[] = {
    {.name = "--format",
     .letter = "",
     .value = "FORMAT",
     .about = "text (default) or json",
     .choices = kFormats},
};
constexpr Example kExamples[] = {
    {"cat4 diff HEAD", "what was edited and is not committed"},
    {"cat4 diff main~20 main", "what the last twenty steps of the main line changed"},
    {"cat4 diff v2026-09 v2026-10 --format json", "a month, for another program"},
};

struct Side {
  OpenedTree tree;
  Loaded loaded;
  DiffSide told;
};

Result<Side> Load(Result<OpenedTree> tree, Date as_of) {
  if (!tree) return tl::unexpected(tree.error());
  Side side{std::move(*tree), {}, {}};
  side.loaded = LoadPortfolio(*side.tree.source);
  if (const Result<void> complete = side.tree.CheckComplete(); !complete)
    return tl::unexpected(complete.error());
  if (!side.loaded.failures.empty()) return tl::unexpected(side.loaded.failures.front());
  const Portfolio& portfolio = *side.loaded.portfolio;
  if (!portfolio.readable.organization || !portfolio.readable.policy)
    return Fail("organization.yaml or policy.yaml can't be read{}; 'cat4 check' says why",
                side.tree.revision.empty() ? "" : " in " + side.tree.revision.substr(0, 12));
  side.told.revision = side.tree.revision;
  side.told.currency = *portfolio.organization.currency;
  if (portfolio.complete) {
    const std::vector<MeasureFigures> figures = ComputeMeasures(portfolio, as_of);
    side.told.sums = RollUp(portfolio, portfolio.containers.front(), figures, as_of).sums;
  }
  return side;
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<Date> as_of = AsOf(invocation, environment);
  if (!as_of) return tl::unexpected(as_of.error());
  const std::vector<std::string>& revisions = invocation.arguments;
  const Result<Side> before = Load(OpenTreeAt(invocation, environment, revisions[0]), *as_of);
  if (!before) return tl::unexpected(before.error());
  const Result<Side> after = Load(revisions.size() > 1 ? OpenTreeAt(invocation, environment, revisions[1])
                                                       : OpenTree(invocation, environment),
                                  *as_of);
  if (!after) return tl::unexpected(after.error());
  const DiffReport report{before->told, after->told, *as_of,
                          ComparePortfolios(*before->loaded.portfolio, *after->loaded.portfolio)};
  environment.out.Write(invocation.Value("--format") == "json" ? DiffJson(report) : DiffText(report));
  return 0;
}

}  // namespace

extern const Command kDiffCommand;
const Command kDiffCommand{
    .name = "diff",
    .summary = "what changed between two revisions, in the portfolio's words",
    .description =
        "Compares two revisions, or one with the files here: measures that came, went or moved, what was\n"
        "decided, stages, dates, figures, people and policy, and the sums of the organization on both "
        "sides,\n"
        "as of the same day. Signatures are not verified; 'cat4 log ID' and 'cat4 audit' do that.",
    .arguments = kArguments,
    .options = kOptions,
    .examples = kExamples,
    .run = &Run,
    .pages = true};

}  // namespace cat4
