#include "cli/gate_decision.h"

namespace cat4 {
namespace {

constexpr OptionSpec kOptions[] = {kReasonOption,   kRoleOption,  kOnBehalfOption, kNoteOption,
                                   kEvidenceOption, kUnderOption, kIdsFromOption,  kDryRunOption};
constexpr Example kExamples[] = {
    {"cat4 gate reject INV-7K3Q --reason \"Baseline double counts freight\"", "say why: it is signed"},
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  return Decide(invocation, environment, DecisionKind::kReject);
}

}  // namespace

extern const Command kGateRejectCommand;
const Command kGateRejectCommand{.name = "gate reject",
                                 .summary = "turn down what is submitted or approved",
                                 .description =
                                     "Moves nothing; approvals given so far count no more, and the "
                                     "submission is taken back. Any role that the\n"
                                     "next gate asks for may reject, if policy says nothing else.\n"
                                     "Signs the statement with your SSH key and records it in a signed "
                                     "commit, for all measures named or for none.\n"
                                     "Refused, with nothing written, where the move is illegal, a role is "
                                     "missing or a criterion is not met.",
                                 .arguments = kMeasureArguments,
                                 .options = kOptions,
                                 .examples = kExamples,
                                 .run = &Run};

}  // namespace cat4
