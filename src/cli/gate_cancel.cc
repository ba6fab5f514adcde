#include "cli/gate_decision.h"

namespace cat4 {
namespace {

constexpr OptionSpec kOptions[] = {kReasonOption,   kRoleOption,  kOnBehalfOption, kNoteOption,
                                   kEvidenceOption, kUnderOption, kIdsFromOption,  kDryRunOption};
constexpr Example kExamples[] = {
    {"cat4 gate cancel INV-7K3Q --reason \"Supplier has closed\"", "records it once all approvals are there"},
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  return Decide(invocation, environment, DecisionKind::kCancel);
}

}  // namespace

extern const Command kGateCancelCommand;
const Command kGateCancelCommand{.name = "gate cancel",
                                 .summary = "cancel a measure",
                                 .description =
                                     "Its plan leaves every sum; what was confirmed stays.\n"
                                     "Signs the statement with your SSH key and records it in a signed "
                                     "commit, for all measures named or for none.\n"
                                     "Refused, with nothing written, where the move is illegal, a role is "
                                     "missing or a criterion is not met.",
                                 .arguments = kMeasureArguments,
                                 .options = kOptions,
                                 .examples = kExamples,
                                 .run = &Run};

}  // namespace cat4
