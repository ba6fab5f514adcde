#include "cli/gate_decision.h"

namespace cat4 {
namespace {

constexpr OptionSpec kOptions[] = {kToOption,       kReasonOption,  kRoleOption,
                                   kOnBehalfOption, kNoteOption,    kEvidenceOption,
                                   kUnderOption,    kIdsFromOption, kDryRunOption};
constexpr Example kExamples[] = {
    {"cat4 gate advance INV-7K3Q", "the next gate"},
    {"cat4 gate advance --under portfolios/operations/stock --dry-run", "what would be signed and written"},
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  return Decide(invocation, environment, DecisionKind::kAdvance);
}

}  // namespace

extern const Command kGateAdvanceCommand;
const Command kGateAdvanceCommand{
    .name = "gate advance",
    .summary = "take a measure through its next gate",
    .description =
        "Whoever gives the last missing approval may advance at once. The approvals it counts move into the\n"
        "measure's list. Refused where a role is missing or a criterion of the gate is not met; 'cat4 gate "
        "status'\n"
        "says what, and who can give it. --reason excuses a confirmed share below policy's when a measure is "
        "closed.\n"
        "Signs the statement with your SSH key and records it in a signed commit, for all measures named or "
        "for none.\n"
        "Refused, with nothing written, where the move is illegal, a role is missing or a criterion is not "
        "met.",
    .arguments = kMeasureArguments,
    .options = kOptions,
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
