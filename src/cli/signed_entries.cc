#include "cli/signed_entries.h"

#include <algorithm>

#include "cat4/base/text.h"
#include "cat4/governance/originals.h"
#include "cat4/governance/statement.h"

#include "cli/decision_options.h"

namespace cat4 {
namespace {

// Stands where a signature will, while the new tree is proved: base64 as the format asks for it.
constexpr std::string_view kUnsigned = "unsigned";

class Writer {
 public:
  Writer(RecordingSession& session, std::vector<Entry>& entries) : session_(session), entries_(entries) {}

  void Settle() {
    for (Entry& entry : entries_) {
      entry.statement = StatementText(session_.portfolio(), MeasureOf(entry), entry.proposal.decision);
      entry.what = WhatOf(entry.proposal.decision);
    }
  }

  Result<void> Sign() {
    for (Entry& entry : entries_) {
      const Result<std::string> signature = session_.Sign(entry.statement);
      if (!signature) return tl::unexpected(signature.error());
      SetSignature(entry, *signature);
    }
    return {};
  }
  void SetUnsigned() {
    for (Entry& entry : entries_) SetSignature(entry, kUnsigned);
  }

  // The files with the entries in them. Several entries of one measure follow each other.
  Result<TreeChanges> Changes() {
    TreeChanges changes;
    for (const Entry& entry : entries_) {
      const Measure& measure = MeasureOf(entry);
      const std::string& path = PathOf(session_, measure);
      const bool approve = *entry.proposal.decision.decision == DecisionKind::kApprove;
      if (approve) {
        Result<std::string> file = ApprovalFile(entry.proposal.decision);
        if (!file) return tl::unexpected(file.error());
        changes[ApprovalPath(path, DigestOf(entry.statement))] = std::move(*file);
        continue;
      }
      const auto changed = changes.find(path);
      const std::optional<std::string> bytes =
          changed == changes.end() ? session_.BytesOf(path) : changed->second;
      if (!bytes) return Fail("can't read '{}'", Printable(path));
      Result<std::string> recorded = RecordInMeasure(*bytes, ChangeOf(entry, measure, *bytes));
      if (!recorded) return tl::unexpected(recorded.error());
      changes[path] = std::move(*recorded);
      for (const auto* moved : {&entry.proposal.counted, &entry.proposal.voided}) {
        for (const Decision* approval : *moved)
          changes[session_.portfolio().files.path(approval->span.file())] = std::nullopt;
      }
    }
    return changes;
  }

 private:
  const Measure& MeasureOf(const Entry& entry) const { return *GetMeasure(session_, entry.measure); }

  void SetSignature(Entry& entry, std::string_view base64) {
    Decision& decision = entry.proposal.decision;
    decision.signature = {session_.portfolio().texts.Intern(base64), decision.span};
  }

  static std::string WhatOf(const Decision& decision) {
    std::string what(Name(*decision.decision));
    if (decision.gate) what += fmt::format(" {}", decision.gate->view());
    if (decision.effect) what += fmt::format(" {}", decision.effect->view());
    what += fmt::format(" as {}", Name(*decision.role));
    if (decision.for_) what += fmt::format(" for {}", decision.for_->view());
    return what;
  }

  MeasureChange ChangeOf(const Entry& entry, const Measure& measure, const std::string& bytes) const {
    const Proposal& proposal = entry.proposal;
    const Position& to = proposal.leads_to;
    MeasureChange change;
    if (*proposal.decision.decision != DecisionKind::kConfirm) {
      const Stage& stage = session_.portfolio().policy.stages[static_cast<std::size_t>(to.stage)];
      if (measure.stage->view() != stage.id->view()) change.stage = std::string(stage.id->view());
      if (*measure.state != to.state) change.state = to.state;
      change.remove_submitted = measure.submitted.has_value();
    }
    if (proposal.unseals) {
      for (const OriginalWanted& cell : OriginalsOfReturn(measure))
        change.originals.push_back({cell.effect, cell.month, AmountAt(bytes, cell.plan)});
    }
    for (const Decision* approval : proposal.counted) change.decisions.push_back(*approval);
    change.decisions.push_back(proposal.decision);
    return change;
  }

  RecordingSession& session_;
  std::vector<Entry>& entries_;
};

Recording Describe(const std::vector<Entry>& entries) {
  Recording recording;
  const bool alike =
      std::ranges::all_of(entries, [&](const Entry& e) { return e.what == entries.front().what; });
  if (entries.size() == 1) {
    recording.subject = fmt::format("{}: {}", entries.front().measure, entries.front().what);
  } else {
    recording.subject = alike ? fmt::format("{}: {}", entries.front().what, Count(entries.size(), "measure"))
                              : Count(entries.size(), "decision");
    for (const Entry& entry : entries)
      recording.body +=
          fmt::format("{}{}: {}", recording.body.empty() ? "" : "\n", entry.measure, entry.what);
  }
  for (const Entry& entry : entries)
    recording.trailers.push_back(fmt::format("Cat4-Statement: {}", DigestOf(entry.statement)));
  return recording;
}

// Before anything is signed: one decision as it is signed; of many, what each says.
void Show(const std::vector<Entry>& entries, const RecordingSession& session, Environment& environment) {
  for (const Entry& entry : entries) {
    environment.out.Write(fmt::format("{}: {}\n", entry.measure, entry.what));
    if (entries.size() == 1 || session.dry_run()) environment.out.Write(IndentedStatement(entry.statement));
  }
}

// Where that is not wanted: what was recorded.
void ShowRecorded(const std::vector<Entry>& entries, Environment& environment) {
  for (const Entry& entry : entries)
    environment.out.Write(fmt::format("{}: {}\n", entry.measure, entry.what));
}

}  // namespace

Result<int> RecordEntries(RecordingSession& session, std::vector<Entry> entries, Environment& environment) {
  Writer writer(session, entries);
  writer.Settle();
  writer.SetUnsigned();
  Result<TreeChanges> changes = writer.Changes();
  if (!changes) return tl::unexpected(changes.error());
  if (const Result<void> proved = session.Prove(*changes); !proved) return tl::unexpected(proved.error());
  for (const Entry& entry : entries) {
    for (const std::string& remark : entry.proposal.remarks)
      environment.err.Write(fmt::format("cat4: {}: {}\n", entry.measure, remark));
  }
  const bool quiet = session.quiet() && !session.dry_run();
  if (!quiet) Show(entries, session, environment);
  if (!session.dry_run()) {
    if (const Result<void> made = writer.Sign(); !made) return tl::unexpected(made.error());
    changes = writer.Changes();
    if (!changes) return tl::unexpected(changes.error());
  }
  const Result<int> finished = session.Finish(*changes, Describe(entries), environment);
  if (finished && quiet) ShowRecorded(entries, environment);
  return finished;
}

std::string AmountAt(std::string_view bytes, Span span) {
  std::string_view amount = bytes.substr(span.offset(), span.length());
  if (amount.starts_with('"') || amount.starts_with('\'')) amount = amount.substr(1, amount.size() - 2);
  return std::string(amount);
}

Failure Refused(const std::vector<NamedRefusal>& refusals) {
  std::string text;
  for (const NamedRefusal& refused : refusals) {
    text += fmt::format("{}{}: refused: {}", text.empty() ? "" : "\ncat4: ", refused.measure,
                        refused.refusal.why);
    if (!refused.refusal.next.empty()) text += fmt::format("; {}", refused.refusal.next);
  }
  if (refusals.size() > 1) text += "\ncat4: nothing was recorded";
  return {FailureKind::kRefused, text};
}

}  // namespace cat4
