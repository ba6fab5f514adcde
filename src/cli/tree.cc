#include "cat4/report/status.h"

#include "cli/node_options.h"
#include "cli/workspace.h"

namespace cat4 {
namespace {

constexpr ArgumentSpec kArguments[] = {{.name = "PATH",
                                        .about = "start at this node: its path or its id",
                                        .min = 0,
                                        .max = 1,
                                        .kind = ValueKind::kNode}};
constexpr OptionSpec kOptions[] = {kDepthOption};
constexpr Example kExamples[] = {
    {"cat4 tree", "the whole hierarchy with both lights and sums"},
    {"cat4 tree portfolios/digital --depth package", "one portfolio, without its measures"},
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<Workspace> workspace = OpenWorkspace(invocation, environment, Wanted::kWhole);
  if (!workspace) return tl::unexpected(workspace.error());
  NodeReference node;
  if (!invocation.arguments.empty()) {
    const Result<NodeReference> found = FindNode(*workspace, invocation.arguments.front());
    if (!found) return tl::unexpected(found.error());
    node = *found;
  }
  const StatusReport report = BuildStatusReport(*workspace->portfolio, workspace->figures, workspace->as_of,
                                                node.container, node.measure);
  environment.out.Write(StatusTable(report, DepthOf(invocation), environment.terminal_width,
                                    GlyphsOf(invocation, environment)));
  return 0;
}

}  // namespace

extern const Command kTreeCommand;
const Command kTreeCommand{.name = "tree",
                           .summary = "print the hierarchy with both lights and sums",
                           .description =
                               "Prints the hierarchy below a node, a line each, with both lights and its "
                               "sums in whole units of the\n"
                               "reporting currency.",
                           .arguments = kArguments,
                           .options = kOptions,
                           .examples = kExamples,
                           .run = &Run,
                           .takes_revision = true,
                           .pages = true};

}  // namespace cat4
