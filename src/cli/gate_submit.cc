#include "cat4/base/text.h"
#include "cat4/governance/gate_status.h"
#include "cat4/governance/judge.h"
#include "cat4/model/file_edit.h"

#include "cli/decision_options.h"
#include "cli/gate_decision.h"
#include "cli/tree_edit.h"

namespace cat4 {
namespace {

constexpr std::size_t kMaxMeasureBytes = std::size_t{1} << 20;

constexpr OptionSpec kSubmissionNote{
    .name = "--note", .letter = "", .value = "TEXT", .about = "what the people who decide should know"};
constexpr OptionSpec kOptions[] = {kSubmissionNote, kUnderOption, kIdsFromOption, kDryRunOption};
constexpr Example kExamples[] = {
    {"cat4 gate submit INV-7K3Q --note \"Counts signed by the plant\"", "ask for the next gate; then commit"},
    {"cat4 gate submit --under portfolios/operations/stock", "every measure of a program"},
};

// Why the next gate can't be asked for; nothing if it can.
std::optional<std::string> WhyNot(const Policy& policy, const Measure& measure, const GateStatus& status) {
  if (!status.replay.whole) return "its decisions do not hold together; 'cat4 check' says which one is wrong";
  if (!status.next) {
    const Position& at = status.replay.position;
    return WhyIllegal(policy, at, Move{DecisionKind::kAdvance, std::min(at.stage + 1, policy.last_stage())})
        .value_or("there is no next gate");
  }
  if (status.submitted)
    return fmt::format("'{}' is submitted already, on {}", measure.submitted->gate->view(),
                       FormatDate(*measure.submitted->on));
  return std::nullopt;
}

Result<int> Run(const Invocation& invocation, Environment& environment) {
  const Result<Workspace> workspace = OpenWorkspace(invocation, environment, Wanted::kParts);
  if (!workspace) return tl::unexpected(workspace.error());
  Portfolio& portfolio = *workspace->portfolio;
  if (!CanJudgeGates(portfolio))
    return Fail("organization.yaml or policy.yaml can't be read, so no gate is known; 'cat4 check' says why");
  const Result<std::vector<const MeasureFigures*>> measures = SelectMeasures(invocation, *workspace);
  if (!measures) return tl::unexpected(AsRefusal(measures.error()));
  const Result<Text> note = TextOption(invocation, kSubmissionNote.name, portfolio.texts);
  if (!note) return tl::unexpected(note.error());
  const Locks locks(portfolio);
  std::vector<FileChange> changes;
  std::string refused;
  for (const MeasureFigures* figures : *measures) {
    const Measure& measure = *figures->measure;
    const GateStatus status = StatusOfGate({portfolio, locks, nullptr, Approvals::kAsRecorded}, measure);
    if (const std::optional<std::string> why = WhyNot(portfolio.policy, measure, status)) {
      refused +=
          fmt::format("{}{}: refused: {}", refused.empty() ? "" : "\ncat4: ", measure.id->view(), *why);
      continue;
    }
    const std::string& path = portfolio.files.path(measure.file);
    const Result<std::string> bytes = workspace->source->Read(path, kMaxMeasureBytes);
    if (!bytes) return tl::unexpected(bytes.error());
    const std::string gate(
        portfolio.policy.stages[static_cast<std::size_t>(status.next->move.stage)].id->view());
    FileEdit edit(FileKind::kMeasure, *bytes);
    edit.SetSubmission(gate, workspace->as_of, std::string(note->view()));
    Result<std::string> after = edit.Finish();
    if (!after) return tl::unexpected(after.error());
    changes.push_back({path, *bytes, std::move(*after)});
    if (!status.criteria_met() && !invocation.Has("--quiet"))
      environment.err.Write(
          fmt::format("cat4: {}: not every criterion of '{}' is met yet; 'cat4 gate status {}' shows them\n",
                      measure.id->view(), gate, measure.id->view()));
  }
  if (!refused.empty()) return tl::unexpected(Failure{FailureKind::kRefused, refused});
  return ApplyChanges(*workspace, std::move(changes), invocation, environment);
}

}  // namespace

extern const Command kGateSubmitCommand;
const Command kGateSubmitCommand{
    .name = "gate submit",
    .summary = "ask for the next gate",
    .description =
        "Writes 'submitted' into the measure's file, which puts it into the inboxes of those who decide. A "
        "plain\n"
        "edit without a signature, for you to commit; the decision takes it out again.",
    .arguments = kMeasureArguments,
    .options = kOptions,
    .examples = kExamples,
    .run = &Run};

}  // namespace cat4
