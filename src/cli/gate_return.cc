#include "cli/gate_decision.h"

namespace cat4 {
namespace {

constexpr OptionSpec kOptions[] = {kToOption,       kReasonOption,  kRoleOption,
                                   kOnBehalfOption, kNoteOption,    kEvidenceOption,
                                   kUnderOption,    kIdsFromOption, kDryRunOption};
constexpr Example kExamples[] = {
    {"cat4 gate return INV-7K3Q --to detailed --reason \"Plan does not hold\"", "name the stage"},
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  return Decide(invocation, environment, DecisionKind::kReturn);
}

}  // namespace

extern const Command kGateReturnCommand;
const Command kGateReturnCommand{.name = "gate return",
                                 .summary = "return a measure to an earlier stage",
                                 .description =
                                     "Below the stage that locks the terms they are open again; this asks "
                                     "for the roles of an amend too, and keeps\n"
                                     "the first plan of every month as 'original'.\n"
                                     "Signs the statement with your SSH key and records it in a signed "
                                     "commit, for all measures named or for none.\n"
                                     "Refused, with nothing written, where the move is illegal, a role is "
                                     "missing or a criterion is not met.",
                                 .arguments = kMeasureArguments,
                                 .options = kOptions,
                                 .examples = kExamples,
                                 .run = &Run};

}  // namespace cat4
