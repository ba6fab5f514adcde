#include "cli/gate_decision.h"

namespace cat4 {
namespace {

constexpr OptionSpec kOptions[] = {kReasonOption,   kRoleOption,  kOnBehalfOption, kNoteOption,
                                   kEvidenceOption, kUnderOption, kIdsFromOption,  kDryRunOption};
constexpr Example kExamples[] = {
    {"cat4 gate reopen INV-7K3Q --reason \"Rebate was paid back\"", "say why: it is signed"},
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  return Decide(invocation, environment, DecisionKind::kReopen);
}

}  // namespace

extern const Command kGateReopenCommand;
const Command kGateReopenCommand{
    .name = "gate reopen",
    .summary = "reopen a closed measure",
    .description =
        "The measure goes back to the stage before the last one; what was confirmed can be restated there.\n"
        "Signs the statement with your SSH key and records it in a signed commit, for all measures named or "
        "for none.\n"
        "Refused, with nothing written, where the move is illegal, a role is missing or a criterion is not "
        "met.",
    .arguments = kMeasureArguments,
    .options = kOptions,
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
