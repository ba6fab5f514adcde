#include "cli/gate_decision.h"

namespace cat4 {
namespace {

constexpr OptionSpec kOptions[] = {kReasonOption,   kRoleOption,  kOnBehalfOption, kNoteOption,
                                   kEvidenceOption, kUnderOption, kIdsFromOption,  kDryRunOption};
constexpr Example kExamples[] = {
    {"cat4 gate amend INV-7K3Q --reason \"Start moved to December\"", "once all approvals are there"},
};

Result<int> Run(const Invocation& invocation, Environment& environment) {
  return Decide(invocation, environment, DecisionKind::kAmend);
}

}  // namespace

extern const Command kGateAmendCommand;
const Command kGateAmendCommand{.name = "gate amend",
                                .summary = "lock changed terms",
                                .description =
                                    "Edit plan, dates or roles in the measure's file first, on a branch, as "
                                    "the edit and all approvals land together\n"
                                    "with the amend. 'cat4 gate approve --for amend' by the first person "
                                    "commits the edited file with the approval,\n"
                                    "and keeps the first plan of each changed month as 'original'. The "
                                    "amend itself locks the new terms.\n"
                                    "Signs the statement with your SSH key and records it in a signed "
                                    "commit, for all measures named or for none.\n"
                                    "Refused, with nothing written, where the move is illegal, a role is "
                                    "missing or a criterion is not met.",
                                .arguments = kMeasureArguments,
                                .options = kOptions,
                                .examples = kExamples,
                                .run = &Run};

}  // namespace cat4
