#include "cat4/governance/gate_status.h"

#include "cat4/governance/judge.h"

#include "cli/gate_text.h"
#include "cli/landed_tree.h"
#include "cli/measure_selection.h"

namespace cat4 {
namespace {

constexpr ArgumentSpec kArguments[] = {{.name = "ID",
                                        .about = "a measure: its id or its path",
                                        .min = 0,
                                        .max = 100'000,
                                        .kind = ValueKind::kMeasure}};
constexpr OptionSpec kOptions[] = {kUnderOption, kIdsFromOption};
constexpr Example kExamples[] = {
    {"cat4 gate status INV-7K3Q", "what the next gate still needs, and from whom"},
    {"cat4 gate status --under portfolios/operations/stock", "of every measure of a program"},
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<Workspace> workspace = OpenWorkspace(invocation, environment, Wanted::kParts);
  if (!workspace) return tl::unexpected(workspace.error());
  Portfolio& portfolio = *workspace->portfolio;
  if (!CanJudgeGates(portfolio))
    return Fail("organization.yaml or policy.yaml can't be read, so no gate is known; 'cat4 check' says why");
  const Result<std::vector<const MeasureFigures*>> measures = SelectMeasures(invocation, *workspace);
  if (!measures) return tl::unexpected(measures.error());
  const Locks locks(portfolio);
  const Result<LandedTree> landed = FindLandedTree(*workspace);
  if (!landed) return tl::unexpected(landed.error());
  const Basis basis{portfolio, locks, landed->portfolio.get(), Approvals::kAsRecorded, landed->landing};
  std::string text;
  for (const MeasureFigures* figures : *measures) {
    const Measure& measure = *figures->measure;
    text += (text.empty() ? "" : "\n\n") +
            GateStatusText(portfolio, *workspace->source, measure, StatusOfGate(basis, measure));
  }
  environment.out.Write(text);
  return ExitOfParts(*workspace, environment);
}

}  // namespace

extern const Command kGateStatusCommand;
const Command kGateStatusCommand{
    .name = "gate status",
    .summary = "say what a measure's next gate still needs",
    .description =
        "Says where a measure stands and by which decision, what the next gate asks for, which criteria are "
        "met\n"
        "(with the line), which approvals are given and missing, and who may give them. Signatures are not\n"
        "verified; people are judged by the registry as it is now.",
    .arguments = kArguments,
    .options = kOptions,
    .examples = kExamples,
    .run = &Run,
    .takes_revision = true};

}  // namespace cat4
