#include "cli/gate_decision.h"

#include <algorithm>
#include <set>

#include "cat4/base/text.h"
#include "cat4/git/object_store.h"
#include "cat4/git/tree_source.h"
#include "cat4/governance/originals.h"
#include "cat4/governance/replay.h"
#include "cat4/governance/statement.h"
#include "cat4/governance/terms.h"
#include "cat4/model/file_kind.h"

#include "cli/signed_entries.h"

namespace cat4 {
namespace {

constexpr std::size_t kMaxMeasureBytes = std::size_t{1} << 20;
constexpr int kMaxVersions = 200;  // of a measure's file that are searched for the one with the locked terms

class Decider {
 public:
  Decider(const Invocation& invocation, Environment& environment, DecisionKind kind)
      : invocation_(invocation), environment_(environment), kind_(kind) {}

  Result<int> Run() {
    Result<std::unique_ptr<RecordingSession>> session = RecordingSession::Open(invocation_, environment_);
    if (!session) return tl::unexpected(session.error());
    session_ = std::move(*session);
    Result<std::vector<std::string>> ids = SelectIds(invocation_, *session_);
    if (!ids) return tl::unexpected(ids.error());
    ids_ = std::move(*ids);
    for (const auto step : {&Decider::ReadOptions, &Decider::TakeFiles}) {
      if (const Result<void> done = (this->*step)(); !done) return tl::unexpected(done.error());
    }
    return Propose();
  }

 private:
  const Policy& policy() const { return session_->portfolio().policy; }

  Result<int> StageNamed(const std::string& name) const {
    std::vector<std::string_view> known;
    for (const Stage& stage : policy().stages) {
      if (stage.id->view() == name) return static_cast<int>(known.size());
      known.push_back(stage.id->view());
    }
    const std::string_view nearest = NearestWord(name, known);
    return Refuse("there is no stage '{}'{}; known: {}", Printable(name),
                  nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest), Join(known, ", "));
  }

  // What is decided: named by the command, --for and --to; none: the next gate.
  Result<void> ReadOptions() {
    DecisionKind kind = kind_;
    const std::optional<std::string> what = invocation_.Value(kForOption.name);
    std::optional<std::string> stage = invocation_.Value(kToOption.name);
    if (what) {
      const auto words = Words<DecisionKind>();
      const auto word = std::ranges::find(words, what->substr(0, what->find(' ')));
      if (const std::optional<Move> move = MoveOfGate(*what, policy())) {
        move_ = move;
      } else if (word != words.end() && IsTransition(static_cast<DecisionKind>(word - words.begin()))) {
        kind = static_cast<DecisionKind>(word - words.begin());
      } else {
        return Refuse(
            "'{}' is nothing that can be approved; wanted hold, resume, cancel, reinstate, reopen, amend, "
            "reject, 'return STAGE', 'adopt STAGE' or a stage",
            Printable(*what));
      }
    }
    const bool staged =
        kind == DecisionKind::kAdvance || kind == DecisionKind::kReturn || kind == DecisionKind::kAdopt;
    if (stage && (move_ || (!staged && kind != DecisionKind::kApprove)))
      return Refuse("--to {} says nothing here; it is for advance, return and adopt", Printable(*stage));
    if (!stage && (kind == DecisionKind::kReturn || kind == DecisionKind::kAdopt))
      return FailUsage("--to STAGE is missing: the stage that the measure is to {}",
                       kind == DecisionKind::kReturn ? "return to" : "be adopted into");
    if (stage) {
      const Result<int> index = StageNamed(*stage);
      if (!index) return tl::unexpected(index.error());
      move_ = Move{kind == DecisionKind::kApprove ? DecisionKind::kAdvance : kind, *index};
    } else if (!move_ && kind != DecisionKind::kApprove && kind != DecisionKind::kAdvance) {
      move_ = Move{kind, -1};
    }
    if (const std::optional<std::string> until = invocation_.Value(kUntilOption.name)) {
      until_ = ParseDate(*until);
      if (!until_)
        return Refuse("'{}' is no day; wanted a date of the calendar, YYYY-MM-DD", Printable(*until));
    }
    return {};
  }

  bool IsAmend() const { return move_ && move_->kind == DecisionKind::kAmend; }

  // Evidence, and for an amend the edited measures, which are what is decided on.
  Result<void> TakeFiles() {
    if (const Result<void> taken = TakeEvidence(invocation_, *session_); !taken) return taken;
    std::vector<std::string> paths;
    for (const std::string& id : ids_) paths.push_back(PathOf(*session_, *GetMeasure(*session_, id)));
    if (!IsAmend()) {
      for (const std::string& path : paths) {
        if (const Result<void> same = CheckCommitted(*session_, path); !same) return same;
      }
      return {};
    }
    std::vector<std::string> recorded;
    for (const std::string& id : ids_) recorded.push_back(RecordedIn(*GetMeasure(*session_, id)));
    std::vector<std::string> edited = EditedContainers(paths);
    edited.insert(edited.end(), paths.begin(), paths.end());
    if (const Result<void> taken = session_->TakeEdited(edited); !taken) return taken;
    for (std::size_t i = 0; i < ids_.size(); ++i) {
      const Measure* measure = session_->portfolio().FindMeasure(session_->portfolio().texts.Find(ids_[i]));
      if (!measure && !session_->BytesOf(paths[i]))
        return Refuse("'{}' is not there any more; commit first that it was moved, then amend it", paths[i]);
      if (!measure) return Refuse("'{}' can't be read as it is edited; 'cat4 check' says why", paths[i]);
      if (RecordedIn(*measure) != recorded[i])
        return Refuse(
            "the decisions in '{}' differ from the committed ones; restore them: they are written by cat4 "
            "only",
            paths[i]);
      if (const Result<void> written = AddOriginals(ids_[i], paths[i], *measure); !written) return written;
    }
    return {};
  }

  // Files from which the measures inherit and that were edited with them: package.yaml, project.yaml …
  std::vector<std::string> EditedContainers(const std::vector<std::string>& measures) const {
    const std::unique_ptr<Source> disk = OpenDirectory(session_->workspace().root);
    std::set<std::string> edited;
    for (const std::string& measure : measures) {
      for (std::size_t slash = measure.rfind('/'); slash != std::string::npos && slash > 0;
           slash = measure.rfind('/', slash - 1)) {
        for (const std::string_view name : kContainerFiles) {
          const std::string path = fmt::format("{}/{}", std::string_view(measure).substr(0, slash), name);
          const std::optional<std::string> committed = session_->CommittedBytesOf(path);
          if (committed && BytesIn(*disk, path) != committed) edited.insert(path);
        }
      }
    }
    return {edited.begin(), edited.end()};
  }

  // The list of decisions with every signature, for comparing.
  std::string RecordedIn(const Measure& measure) const {
    std::string text;
    for (const Decision& decision : measure.decisions)
      text += StatementText(session_->portfolio(), measure, decision) +
              std::string(decision.signature->view()) + "\n";
    return text;
  }

  static std::string SealOf(const Portfolio& portfolio, const Measure& measure) {
    Findings ignored;
    return ReplayDecisions(portfolio, Locks(portfolio), measure, ignored).seal;
  }

  Result<void> AddOriginals(const std::string& id, const std::string& path, const Measure& measure) {
    const std::string seal = SealOf(session_->portfolio(), measure);
    if (seal.empty()) return {};
    const Result<std::optional<Sealed>> sealed = FindSealed(id, path, seal);
    if (!sealed) return tl::unexpected(sealed.error());
    if (!*sealed)
      return Refuse(
          "{}: no committed version of its file has the locked terms {}, so the first approved plan can't be "
          "told; fetch the history, or restore that version",
          id, ShortDigest(seal));
    const auto wanted = OriginalsOfAmend(*(*sealed)->measure, measure);
    if (const auto* refusal = std::get_if<Refusal>(&wanted))
      return Refuse("{}: {}; {}", id, refusal->why, refusal->next);
    MeasureChange change;
    for (const OriginalWanted& cell : std::get<std::vector<OriginalWanted>>(wanted)) {
      const std::string amount = cell.plan.valid() ? AmountAt((*sealed)->bytes, cell.plan) : "0";
      change.originals.push_back({cell.effect, cell.month, amount});
    }
    if (change.originals.empty()) return {};
    Findings ignored;
    if (IsBeingAmended(ReplayDecisions(session_->portfolio(), Locks(session_->portfolio()), measure, ignored),
                       policy()))
      return Refuse(
          "{}: {} of effect '{}' has no 'original', though these terms are approved already; remove the "
          "approvals, which can't count, and have the amend approved anew",
          id, FormatMonth(change.originals.front().month),
          measure.effects[change.originals.front().effect].id->view());
    Result<std::string> bytes = RecordInMeasure(*session_->BytesOf(path), change);
    if (!bytes) return tl::unexpected(bytes.error());
    return session_->Adjust({{path, std::move(*bytes)}});
  }

  // A version of a measure that carries certain terms.
  struct Sealed {
    std::unique_ptr<Source> source;
    std::unique_ptr<Portfolio> portfolio;
    const Measure* measure = nullptr;
    std::string bytes;
  };

  // HEAD's nearly always; else the latest one before it.
  Result<std::optional<Sealed>> FindSealed(const std::string& id, const std::string& path,
                                           const std::string& seal) {
    const Repository& repository = session_->repository();
    const Result<std::string> commits =
        repository.Run({"--literal-pathspecs", "rev-list", fmt::format("--max-count={}", kMaxVersions),
                        session_->head().commit, "--", repository.prefix + path});
    if (!commits) return tl::unexpected(commits.error());
    for (const std::string_view commit : Split(*commits, '\n')) {
      if (commit.empty()) continue;
      Sealed version;
      Result<std::unique_ptr<Source>> source = OpenCommit(repository, std::string(commit));
      if (!source) return tl::unexpected(source.error());
      version.source = std::move(*source);
      version.portfolio = LoadPortfolio(*version.source).portfolio;
      if (const Result<void> all = repository.objects->CheckAllCame(); !all)
        return tl::unexpected(all.error());
      version.measure = version.portfolio->FindMeasure(version.portfolio->texts.Find(id));
      if (!version.measure || !TermsAreKnown(*version.portfolio, *version.measure)) continue;
      if (DigestOf(TermsText(*version.portfolio, *version.measure)) != seal) continue;
      const std::string& there = version.portfolio->files.path(version.measure->file);
      Result<std::string> bytes = version.source->Read(there, kMaxMeasureBytes);
      if (!bytes) return tl::unexpected(bytes.error());
      version.bytes = std::move(*bytes);
      return std::optional(std::move(version));
    }
    return std::optional<Sealed>();
  }

  // ---- decisions
  Result<int> Propose() {
    TextPool& texts = session_->portfolio().texts;
    const Result<Signer> signer = SignerOf(invocation_, *session_);
    if (!signer) return tl::unexpected(signer.error());
    const Result<Text> reason = TextOption(invocation_, kReasonOption.name, texts);
    if (!reason) return tl::unexpected(reason.error());
    const Result<Text> note = TextOption(invocation_, kNoteOption.name, texts);
    if (!note) return tl::unexpected(note.error());
    const Result<std::vector<EvidenceFile>> evidence = EvidenceOf(invocation_, *session_);
    if (!evidence) return tl::unexpected(evidence.error());
    std::vector<Entry> entries;
    std::vector<NamedRefusal> refusals;
    const Basis basis = session_->basis();
    for (const std::string& id : ids_) {
      const Measure& measure = *GetMeasure(*session_, id);
      const Wish wish{.approve = kind_ == DecisionKind::kApprove,
                      .move = move_ ? *move_ : NextOf(measure),
                      .signer = *signer,
                      .on = session_->workspace().as_of,
                      .reason = *reason,
                      .note = *note,
                      .until = until_,
                      .evidence = *evidence};
      Proposed proposed = cat4::Propose(basis, measure, wish);
      if (auto* refusal = std::get_if<Refusal>(&proposed)) {
        refusals.push_back({id, std::move(*refusal)});
      } else {
        entries.push_back({id, std::move(std::get<Proposal>(proposed)), {}, {}});
      }
    }
    if (!refusals.empty()) return tl::unexpected(Refused(refusals));
    return RecordEntries(*session_, std::move(entries), environment_);
  }

  // The next gate; where there is none, one that is refused with the reason.
  Move NextOf(const Measure& measure) {
    Findings ignored;
    const Position at =
        ReplayDecisions(session_->portfolio(), session_->basis().locks, measure, ignored).position;
    return Move{DecisionKind::kAdvance, std::min(at.stage + 1, policy().last_stage())};
  }

  const Invocation& invocation_;
  Environment& environment_;
  const DecisionKind kind_;
  std::unique_ptr<RecordingSession> session_;
  std::vector<std::string> ids_;
  std::optional<Move> move_;
  std::optional<Date> until_;
};

}  // namespace

Result<int> Decide(const Invocation& invocation, Environment& environment, DecisionKind kind) {
  return Decider(invocation, environment, kind).Run();
}

}  // namespace cat4
