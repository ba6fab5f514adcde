#include "cli/recording.h"

#include <algorithm>
#include <filesystem>

#include "cat4/audit/registry_line.h"
#include "cat4/base/line_diff.h"
#include "cat4/base/overlay_source.h"
#include "cat4/base/text.h"
#include "cat4/check/new_errors.h"
#include "cat4/crypto/evidence.h"
#include "cat4/git/object_store.h"
#include "cat4/git/tree_source.h"
#include "cat4/governance/judge.h"
#include "cat4/governance/person_keys.h"
#include "cat4/governance/registry.h"
#include "cat4/governance/statement.h"

#include "cli/landed_tree.h"

namespace cat4 {
namespace {

constexpr int kLockSeconds = 120;  // a key that waits for its owner's touch holds the others up
constexpr std::size_t kMaxBytes = std::size_t{256} << 20;

std::string KeyText(const SigningKey& key) {
  return fmt::format("{} ({})", Fingerprint(key.key), Printable(key.value));
}

bool IsEvidence(std::string_view path) { return path.starts_with("evidence/"); }

}  // namespace

std::optional<std::string> BytesIn(const Source& source, const std::string& path) {
  Result<std::string> bytes = ReadWhole(source, path, kMaxBytes);
  return bytes ? std::optional(std::move(*bytes)) : std::nullopt;
}

std::string IndentedStatement(std::string_view statement) {
  std::string text;
  for (const std::string_view line : Split(statement, '\n')) {
    if (!line.empty()) text += fmt::format("  {}\n", Printable(line));
  }
  return text;
}

Result<const Person*> OwnerOfKey(const Portfolio& portfolio, const SigningKey& key,
                                 const std::string& email) {
  if (const KeyOwner owner = FindOwner(portfolio, key.key.blob); owner.key) {
    const std::string_view id = owner.person->id->view();
    if (StatusOf(*owner.key) != KeyStatus::kActive)
      return Refuse("your key {} is {} in the registry (people/{}.yaml); sign with another one", KeyText(key),
                    Name(StatusOf(*owner.key)), id);
    if (!owner.person->is_active())
      return Refuse("your key {} belongs to '{}', who is not active in the registry", KeyText(key), id);
    return owner.person;
  }
  for (const Person& person : portfolio.people) {
    if (!email.empty() && person.email->view() == email)
      return Refuse(
          "your key {} is not in the registry; your e-mail is that of '{}': 'cat4 key add {} --key FILE', "
          "which an admin then ratifies",
          KeyText(key), person.id->view(), person.id->view());
  }
  return Refuse(
      "your key {} is nobody's in the registry; 'cat4 key add PERSON --key FILE' adds it, and an admin "
      "ratifies that",
      KeyText(key));
}

std::string SettledText(const Interrupted& settled, const Repository& repository) {
  const bool began = std::ranges::count(settled.added, repository.prefix + "organization.yaml") > 0;
  return began && settled.recorded
             ? fmt::format(
                   "{} (a new organization: 'cat4 hook install' installs its hooks, 'cat4 registry status' "
                   "shows its trust root)",
                   settled.message)
             : settled.message;
}

Result<void> SettleFirst(const std::string& root) {
  const Result<Repository> repository = Repository::Open(root);
  if (!repository || !IsRecordingBegun(*repository)) return {};
  const Result<RecordingLock> lock = RecordingLock::Take(*repository, kLockSeconds);
  if (!lock) return tl::unexpected(lock.error());
  const Result<std::optional<Interrupted>> settled = FinishInterrupted(*repository);
  if (!settled) return tl::unexpected(settled.error());
  if (!*settled) return Refuse("somebody was recording here; nothing was changed: run the command again");
  return Refuse("{}; nothing else was done: run the command again if it is still wanted",
                SettledText(**settled, *repository));
}

Result<Text> TextOption(const Invocation& invocation, std::string_view option, TextPool& texts) {
  const std::optional<std::string> given = invocation.Value(option);
  if (!given) return Text();
  const bool readable =
      FindInvalidUtf8(*given) == std::string::npos && FindTooManyMarks(*given) == std::string::npos;
  const std::string text = readable ? ToNfc(*given) : *given;
  const std::string_view wanted = given->empty() ? "some text" : WantedInText(text, TextForm::kLine);
  if (wanted.empty()) return texts.Intern(text);
  return Refuse("'{}' of '{}' can't be signed; wanted {}", Printable(*given), option,
                wanted.substr(0, wanted.find(" (")));
}

Result<std::unique_ptr<RecordingSession>> RecordingSession::Open(const Invocation& invocation,
                                                                 Environment& environment, SignerFrom from) {
  std::unique_ptr<RecordingSession> session(new RecordingSession);
  session->dry_run_ = invocation.Has(kDryRunOption.name);
  session->quiet_ = invocation.Has("--quiet");
  const Result<std::string> root = FindRoot(StartDirectory(invocation, environment));
  if (!root) return tl::unexpected(root.error());
  Result<Repository> repository = Repository::Open(*root);
  if (!repository) return tl::unexpected(repository.error());
  session->repository_ = std::move(*repository);
  if (const Result<void> settled = session->SettleInterrupted(environment); !settled)
    return tl::unexpected(settled.error());
  if (const std::optional<std::string> unfinished = session->repository_.Unfinished())
    return Fail("nothing can be recorded while {}", *unfinished);
  if (const Result<void> loaded = session->Load(invocation, environment, from); !loaded)
    return tl::unexpected(loaded.error());
  return session;
}

Result<void> RecordingSession::SettleInterrupted(Environment& environment) {
  if (dry_run_ && !IsRecordingBegun(repository_)) return {};
  Result<RecordingLock> lock = RecordingLock::Take(repository_, dry_run_ ? 0 : kLockSeconds);
  if (!lock && dry_run_) return {};  // somebody is recording: HEAD is still what it was
  if (!lock) return tl::unexpected(lock.error());
  if (dry_run_)
    return Refuse(
        "a recording was interrupted here, and files may be ahead of HEAD; the same command without "
        "'--dry-run' settles that first, and does nothing else then");
  lock_ = std::move(*lock);
  const Result<std::optional<Interrupted>> settled = FinishInterrupted(repository_);
  if (!settled) return tl::unexpected(settled.error());
  if (!*settled) return {};
  // A call that is repeated because nobody knows what became of it must not decide twice.
  if ((*settled)->recorded)
    return Refuse("{}; nothing else was done: run the command again if it is still wanted",
                  SettledText(**settled, repository_));
  environment.err.Write(fmt::format("cat4: {}\n", (*settled)->message));
  return {};
}

Result<void> RecordingSession::Load(const Invocation& invocation, const Environment& environment,
                                    SignerFrom from) {
  const Result<Date> as_of = AsOf(invocation, environment);
  if (!as_of) return tl::unexpected(as_of.error());
  workspace_.as_of = *as_of;
  workspace_.start = StartDirectory(invocation, environment);
  workspace_.root = *FindRoot(workspace_.start);
  Result<Head> head = repository_.ReadHead();
  if (!head) return tl::unexpected(head.error());
  head_ = std::move(*head);
  if (head_.commit.empty())
    return Fail(
        "nothing is committed here yet, and decisions are recorded on what is; 'cat4 init' makes a first "
        "commit, or make one with git");
  Result<std::unique_ptr<Source>> committed = OpenCommit(repository_, head_.commit);
  if (!committed) return tl::unexpected(committed.error());
  committed_ = std::move(*committed);
  if (const Result<void> loaded = Reload(); !loaded) return loaded;
  if (const Result<void> readable = CheckRegistryReadable(portfolio()); !readable) return readable;

  if (const Result<void> landed = FindLanded(); !landed) return landed;
  if (const Result<void> warned = WarnOfNewerRegistry(environment); !warned) return warned;
  if (from == SignerFrom::kCommitted) {
    if (const Result<void> ratified = CheckRatified(); !ratified) return ratified;
  }
  Result<SigningKey> key = FindSigningKey(workspace_.root);
  if (!key) return tl::unexpected(key.error());
  key_ = std::move(*key);
  email_ = repository_.Config("user.email").value_or("");
  if (from == SignerFrom::kLater) return {};
  if (const auto refusal = WhyNothingLands(basis())) return Refuse("{}; {}", refusal->why, refusal->next);
  return IdentifySigner();
}

Result<void> RecordingSession::TakeEdited(const std::vector<std::string>& paths) {
  const std::unique_ptr<Source> disk = OpenDirectory(workspace_.root);
  for (const std::string& path : paths) {
    std::error_code error;
    const bool there = std::filesystem::exists(std::filesystem::path(workspace_.root) / path, error);
    std::optional<std::string> bytes = BytesIn(*disk, path);
    if (there && !bytes) return Fail("can't read '{}'", Printable(path));
    edited_[path] = adjusted_[path] = std::move(bytes);
  }
  return Reload();
}

Result<void> RecordingSession::Adjust(const TreeChanges& changes) {
  for (const auto& [path, bytes] : changes) adjusted_[path] = bytes;
  return Reload();
}

Result<void> RecordingSession::Reload() {
  if (landed_ == workspace_.portfolio.get() && landed_) {  // what has landed stays what it was
    landed_portfolio_ = std::move(workspace_.portfolio);
  }
  const std::string signer = signer_ ? std::string(signer_->id->view()) : std::string();
  workspace_.source = Overlay(*committed_, adjusted_);
  Loaded loaded = LoadPortfolio(*workspace_.source);
  if (!loaded.failures.empty()) return tl::unexpected(loaded.failures.front());
  workspace_.portfolio = std::move(loaded.portfolio);
  workspace_.figures = ComputeMeasures(*workspace_.portfolio, workspace_.as_of);
  const bool judged = CanJudgeGates(*workspace_.portfolio);
  locks_ = judged ? std::make_unique<Locks>(*workspace_.portfolio) : nullptr;  // never those of the old one
  if (!signer.empty()) signer_ = portfolio().FindPerson(portfolio().texts.Find(signer));
  return {};
}

std::optional<std::string> RecordingSession::BytesOf(const std::string& path) const {
  return BytesIn(*workspace_.source, path);
}

std::optional<std::string> RecordingSession::CommittedBytesOf(const std::string& path) const {
  return BytesIn(*committed_, path);
}

Result<void> RecordingSession::FindLanded() {
  Result<LandedTree> landed = FindLandedTree(repository_, head_, portfolio());
  if (!landed) return tl::unexpected(landed.error());
  landing_ = landed->landing;
  governed_branch_ = std::move(landed->branch);
  landed_commit_ = std::move(landed->commit);
  landed_source_ = std::move(landed->source);
  landed_portfolio_ = std::move(landed->portfolio);
  landed_ = landed_portfolio_ ? landed_portfolio_.get() : workspace_.portfolio.get();
  return {};
}

namespace {

int LatestVersion(const Portfolio& portfolio) {
  int latest = 0;
  for (const RegistryEntry& entry : portfolio.registry) {
    if (entry.version) latest = std::max(latest, *entry.version);
  }
  return latest;
}

}  // namespace

// Others may have changed the rules since: what is decided by the old ones may not be legal when it lands.
Result<void> RecordingSession::WarnOfNewerRegistry(const Environment& environment) const {
  constexpr std::string_view kPaths[] = {"organization.yaml", kRegistryFile};
  for (const std::string& tip : repository_.TipsOfBranch(governed_branch_)) {
    if (tip == landed_commit_) continue;
    const Result<std::unique_ptr<Source>> source = OpenCommit(repository_, tip, kPaths);
    if (!source) return tl::unexpected(source.error());
    const Loaded there = LoadPortfolio(**source);
    const int version = LatestVersion(*there.portfolio);
    if (version <= LatestVersion(*landed_)) continue;
    environment.err.Write(
        fmt::format("cat4: '{}' has version {} of the registry by now, and this is decided by version {}: "
                    "merge '{}' into this first, or it may be refused there\n",
                    governed_branch_, version, LatestVersion(*landed_), governed_branch_));
    return {};
  }
  return {};
}

// What nobody has ratified never comes into force, and nobody decides by it: neither what has landed nor, as
// the step that would land it, what stands here.
Result<void> RecordingSession::CheckRatified() const {
  const auto refuse = [](std::string_view which) {
    return Refuse(
        "the registry {} is not ratified ('cat4 registry status' says more), so nobody can decide by it; an "
        "admin ratifies it, or it is put back",
        which);
  };
  const Result<RegistryState> registry = FindRegistry(repository_, landed_commit_);
  if (!registry) return tl::unexpected(registry.error());
  const std::shared_ptr<const RatifiedRegistry>& ratified = registry->in_force;
  if (ratified->version == 0 && landed_->registry.empty()) return {};  // nobody has ever ratified anything
  const Result<std::string> landed = RegistryLines(landed_source());
  if (!landed) return tl::unexpected(landed.error());
  if (ratified->digest != DigestOf(*landed)) return refuse("that has landed");
  if (!KeepsEntries(*landed_, *workspace_.portfolio))
    return Refuse("registry.yaml does not begin with what has landed of it; it is only added to: restore it");
  const Result<std::string> lines = RegistryLines(*committed_);
  if (!lines) return tl::unexpected(lines.error());
  const std::string here = DigestOf(*lines);
  if (here == ratified->digest || VersionInForce(*ratified, *workspace_.portfolio, *committed_, here))
    return {};
  return refuse("on this branch");
}

Result<void> RecordingSession::IdentifySigner() {
  const Result<const Person*> signer = OwnerOfKey(portfolio(), *key_, email_);
  if (!signer) return tl::unexpected(signer.error());
  signer_ = *signer;
  if (landed_ == workspace_.portfolio.get()) return {};
  const Result<const Person*> landed = OwnerOfKey(*landed_, *key_, email_);
  if (!landed)
    return Refuse("{} (as the governed branch '{}' has it)", landed.error().message, governed_branch_);
  return {};
}

std::vector<NewError> RecordingSession::ErrorsOf(const TreeChanges& changes) const {
  TreeChanges all = adjusted_;
  for (const auto& [path, bytes] : changes) all[path] = bytes;
  const std::unique_ptr<Source> after = Overlay(*committed_, all);
  return NewErrors(*committed_, *after, workspace_.as_of);
}

namespace {

Result<void> RefuseErrors(const std::vector<NewError>& errors) {
  if (errors.empty()) return {};
  return Refuse("refused, because the tree would then have an error: {}{}", Describe(errors),
                errors.front().help.empty() ? "" : fmt::format("; {}", errors.front().help));
}

}  // namespace

Result<void> RecordingSession::Prove(const TreeChanges& changes) const {
  std::vector<NewError> errors = ErrorsOf(changes);
  if (const Result<void> all = repository_.objects->CheckAllCame(); !all) return all;
  std::erase_if(errors, [&](const NewError& error) {
    return error.rule == RuleId::kTermsChanged && edited_.contains(error.path);
  });
  if (const Result<void> fine = RefuseErrors(errors); !fine) return fine;
  return CheckRecordable(repository_, head_, FilesOf(changes));
}

Result<void> RecordingSession::ProveRegistry(const TreeChanges& changes, Environment& environment) const {
  std::vector<NewError> errors = ErrorsOf(changes);
  if (const Result<void> all = repository_.objects->CheckAllCame(); !all) return all;
  for (const NewError& error : errors) {
    if (FollowsFromLeaving(error))
      environment.err.Write(fmt::format("cat4: to be settled: {}\n", Describe({error})));
  }
  std::erase_if(errors, FollowsFromLeaving);
  if (const Result<void> fine = RefuseErrors(errors); !fine) return fine;
  return CheckRecordable(repository_, head_, FilesOf(changes));
}

std::vector<FileToRecord> RecordingSession::FilesOf(const TreeChanges& changes) const {
  TreeChanges all = adjusted_;
  for (const auto& [path, after] : changes) all[path] = after;
  std::vector<FileToRecord> files;
  for (const auto& [path, after] : all) {
    const auto edited = edited_.find(path);
    files.push_back({path, edited == edited_.end() ? CommittedBytesOf(path) : edited->second, after});
  }
  return files;
}

void RecordingSession::ShowFiles(const std::vector<FileToRecord>& files, Environment& environment) const {
  for (const FileToRecord& file : files) {
    const std::string path = Printable(file.path);
    if (!IsEvidence(file.path)) {
      environment.out.Write(
          UnifiedDiff(path, CommittedBytesOf(file.path).value_or(""), file.after.value_or("")));
    } else if (file.after) {  // any bytes, and as many as there are
      environment.out.Write(fmt::format("{}: {}, sha256 {}\n", path, Count(file.after->size(), "byte"),
                                        Sha256Hex(*file.after)));
    }
  }
}

Result<int> RecordingSession::Finish(const TreeChanges& changes, Recording recording,
                                     Environment& environment) const {
  recording.changes = FilesOf(changes);
  if (dry_run_) {
    ShowFiles(recording.changes, environment);
    if (!quiet_) environment.err.Write("nothing was signed or written: this is a dry run\n");
    return 0;
  }
  const Result<Recorded> recorded = Record(repository_, head_, *key_, recording);
  if (!recorded) return tl::unexpected(recorded.error());
  if (!quiet_)
    environment.err.Write(fmt::format("{}recorded in commit {} on {}\n", recorded->hooks_said,
                                      recorded->commit.substr(0, 12), recorded->where));
  return 0;
}

}  // namespace cat4
