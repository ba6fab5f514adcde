#include "cat4/report/explain_total.h"

#include "cli/workspace.h"

namespace cat4 {
namespace {

constexpr ArgumentSpec kArguments[] = {
    {.name = "PATH",
     .about = "the node: its path or its id; '.' in the root for the organization",
     .min = 1,
     .max = 1,
     .kind = ValueKind::kNode},
    {.name = "FIGURE", .about = "a figure of the status report, as in its JSON", .min = 1, .max = 1},
};
constexpr Example kExamples[] = {
    {"cat4 explain-total portfolios/digital expected", "every month that the sum is made of"},
    {"cat4 explain-total INV-7K3Q run_rate.plan", "of one measure"},
    {"cat4 explain-total . by_year.FY27.confirmed",
     "the organization's confirmed amounts of one fiscal year"},
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<Workspace> workspace = OpenWorkspace(invocation, environment, Wanted::kWhole);
  if (!workspace) return tl::unexpected(workspace.error());
  const Result<NodeReference> node = FindNode(*workspace, invocation.arguments[0]);
  if (!node) return tl::unexpected(node.error());
  std::span<const MeasureFigures> measures = workspace->figures;
  if (node->measure) {
    measures = {node->measure, 1};
  } else {
    const auto begin = static_cast<std::size_t>(node->container->measures_begin);
    measures = measures.subspan(begin, static_cast<std::size_t>(node->container->measures_end) - begin);
  }
  const Result<Explanation> explanation = ExplainTotal(
      *workspace->portfolio, measures, node->measure ? NodeKindOf::kMeasure : NodeKindOf::kContainer,
      invocation.arguments[1], workspace->as_of);
  if (!explanation) return tl::unexpected(explanation.error());
  environment.out.Write(ExplanationText(*explanation, *workspace->portfolio, *workspace->source));
  return 0;
}

}  // namespace

extern const Command kExplainTotalCommand;
const Command kExplainTotalCommand{.name = "explain-total",
                                   .summary = "show what a total is made of",
                                   .description =
                                       "Prints the addends of a total: file and line, the amount as written, "
                                       "its currency and rate, and the amount\n"
                                       "that was added. The addends add up to the total to the last cent.\n\n"
                                       "Figures: plan, original, expected, actual, confirmed; in_year.X and "
                                       "by_year.FY27.X of them; run_rate.plan,\n"
                                       "run_rate.expected, run_rate.confirmed; one_off; weighted; "
                                       "cost_to_achieve.plan, cost_to_achieve.actual;\n"
                                       "soft.plan, soft.expected; cancelled.plan.",
                                   .arguments = kArguments,
                                   .options = {},
                                   .examples = kExamples,
                                   .run = &Run,
                                   .takes_revision = true,
                                   .pages = true};

}  // namespace cat4
