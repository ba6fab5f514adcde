#include "cli/gate_decision.h"

namespace cat4 {
namespace {

constexpr OptionSpec kOptions[] = {kRoleOption,  kOnBehalfOption, kNoteOption,  kEvidenceOption,
                                   kUnderOption, kIdsFromOption,  kDryRunOption};
constexpr Example kExamples[] = {
    {"cat4 gate resume INV-7K3Q", "back to work"},
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  return Decide(invocation, environment, DecisionKind::kResume);
}

}  // namespace

extern const Command kGateResumeCommand;
const Command kGateResumeCommand{.name = "gate resume",
                                 .summary = "resume a measure that is on hold",
                                 .description =
                                     "The measure is active again, in the stage it had.\n"
                                     "Signs the statement with your SSH key and records it in a signed "
                                     "commit, for all measures named or for none.\n"
                                     "Refused, with nothing written, where the move is illegal, a role is "
                                     "missing or a criterion is not met.",
                                 .arguments = kMeasureArguments,
                                 .options = kOptions,
                                 .examples = kExamples,
                                 .run = &Run};

}  // namespace cat4
