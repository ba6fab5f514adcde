#include "cli/gate_decision.h"

namespace cat4 {
namespace {

constexpr OptionSpec kOptions[] = {kReasonOption,   kUntilOption,   kRoleOption,
                                   kOnBehalfOption, kNoteOption,    kEvidenceOption,
                                   kUnderOption,    kIdsFromOption, kDryRunOption};
constexpr Example kExamples[] = {
    {"cat4 gate hold INV-7K3Q --until 2027-01-29 --reason \"Waits for the new terminal\"", "both are signed"},
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  return Decide(invocation, environment, DecisionKind::kHold);
}

}  // namespace

extern const Command kGateHoldCommand;
const Command kGateHoldCommand{.name = "gate hold",
                               .summary = "put a measure on hold until a day",
                               .description =
                                   "While on hold a measure has no lights, and no gate is open.\n"
                                   "Signs the statement with your SSH key and records it in a signed commit, "
                                   "for all measures named or for none.\n"
                                   "Refused, with nothing written, where the move is illegal, a role is "
                                   "missing or a criterion is not met.",
                               .arguments = kMeasureArguments,
                               .options = kOptions,
                               .examples = kExamples,
                               .run = &Run};

}  // namespace cat4
