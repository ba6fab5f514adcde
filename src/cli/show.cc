#include "cat4/report/measure_card.h"

#include "cli/measure_selection.h"
#include "cli/node_options.h"
#include "cli/workspace.h"

namespace cat4 {
namespace {

constexpr ArgumentSpec kArguments[] = {{.name = "ID",
                                        .about = "a measure: its id or its path",
                                        .min = 1,
                                        .max = 100,
                                        .kind = ValueKind::kMeasure}};
constexpr Example kExamples[] = {
    {"cat4 show INV-7K3Q", "the measure as a card"},
    {"cat4 show INV-7K3Q --as-of 2026-10-31", "with the lights it had by that day's rules"},
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<Workspace> workspace = OpenWorkspace(invocation, environment, Wanted::kParts);
  if (!workspace) return tl::unexpected(workspace.error());
  if (!workspace->portfolio->readable.organization) {
    return Fail("organization.yaml can't be read, so amounts have no currency; 'cat4 check' says why");
  }
  std::string text;
  for (const std::string& id : invocation.arguments) {
    const Result<const MeasureFigures*> measure = FindMeasure(*workspace, id);
    if (!measure) return tl::unexpected(measure.error());
    text += (text.empty() ? "" : "\n\n") + MeasureCard(*workspace->portfolio, **measure, workspace->as_of,
                                                       environment.terminal_width,
                                                       GlyphsOf(invocation, environment));
  }
  environment.out.Write(text);
  return 0;
}

}  // namespace

extern const Command kShowCommand;
const Command kShowCommand{
    .name = "show",
    .summary = "show a measure as a card",
    .description =
        "Shows one or more measures: who, where, both lights with what they rest on, milestones, "
        "dependencies,\n"
        "effects by month, risks and decisions. Amounts stand in their own currency, as written.",
    .arguments = kArguments,
    .options = {},
    .examples = kExamples,
    .run = &Run,
    .takes_revision = true,
    .pages = true};

}  // namespace cat4
