#include "cli/gate_decision.h"

namespace cat4 {
namespace {

constexpr OptionSpec kOptions[] = {kForOption,   kToOption,       kReasonOption, kUntilOption,
                                   kRoleOption,  kOnBehalfOption, kNoteOption,   kEvidenceOption,
                                   kUnderOption, kIdsFromOption,  kDryRunOption};
constexpr Example kExamples[] = {
    {"cat4 gate approve INV-7K3Q --note \"Plan tied to the budget of FY27\"", "the next gate, in your role"},
    {"cat4 gate approve --ids-from agenda.txt", "forty measures of a committee, in one commit"},
    {"cat4 gate approve INV-7K3Q --for cancel --reason \"No longer needed\"", "another decision"},
    {"cat4 gate approve INV-7K3Q --on-behalf m.okafor", "as her deputy"},
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  return Decide(invocation, environment, DecisionKind::kApprove);
}

}  // namespace

extern const Command kGateApproveCommand;
const Command kGateApproveCommand{.name = "gate approve",
                                  .summary = "approve the next gate, or another decision",
                                  .description =
                                      "Gives your approval, as a signed file beside the measure that waits "
                                      "for the decision which counts it.\n"
                                      "You act in a role that is still missing and that you hold. Without "
                                      "--reason and --until an approval takes\n"
                                      "those of the approvals that are there. The first approval of an amend "
                                      "commits the edited measure with it.\n"
                                      "Signs the statement with your SSH key and records it in a signed "
                                      "commit, for all measures named or for none.\n"
                                      "Refused, with nothing written, where the move is illegal or no role "
                                      "that you hold is missing. A criterion\n"
                                      "that is not met is told: the move itself asks for it. Approvals of an "
                                      "amend are given on a branch, as they\n"
                                      "land together with it.",
                                  .arguments = kMeasureArguments,
                                  .options = kOptions,
                                  .examples = kExamples,
                                  .run = &Run};

}  // namespace cat4
