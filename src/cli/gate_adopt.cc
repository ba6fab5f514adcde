#include "cli/gate_decision.h"

namespace cat4 {
namespace {

constexpr OptionSpec kOptions[] = {kToOption,       kRoleOption,  kOnBehalfOption, kNoteOption,
                                   kEvidenceOption, kUnderOption, kIdsFromOption,  kDryRunOption};
constexpr Example kExamples[] = {
    {"cat4 gate adopt INV-7K3Q --to decided --note \"Decided on 2025-11-04, minutes in evidence/INV-7K3Q\"",
     "with its history in words"},
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  return Decide(invocation, environment, DecisionKind::kAdopt);
}

}  // namespace

extern const Command kGateAdoptCommand;
const Command kGateAdoptCommand{.name = "gate adopt",
                                .summary = "take in a measure that lived elsewhere before",
                                .description =
                                    "Legal as a measure's first decision only. Asks for an admin and the "
                                    "roles of the stage; reports mark such\n"
                                    "measures. Confirmations from before may follow.\n"
                                    "Signs the statement with your SSH key and records it in a signed "
                                    "commit, for all measures named or for none.\n"
                                    "Refused, with nothing written, where the move is illegal, a role is "
                                    "missing or a criterion is not met.",
                                .arguments = kMeasureArguments,
                                .options = kOptions,
                                .examples = kExamples,
                                .run = &Run};

}  // namespace cat4
